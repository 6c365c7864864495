import { type MemoryFilter, scopeId, tags } from '@somabrain/memory';
import { z } from 'zod';
import { memoryFilters, toFilter } from './memory-filters';

const SCOPE = ['user_id', 'agent_id', 'tags'] as const;

/** Whose memories a request is about, and which: at the top of a body they mean what they mean in `filters`. */
export const scopeFields = {
  user_id: scopeId.nullish().meta({ description: 'Only memories of this user. The same as in `filters`.' }),
  agent_id: scopeId.nullish().meta({ description: 'Only memories of this agent. The same as in `filters`.' }),
  tags: tags
    .nullish()
    .meta({ description: 'Only memories with all of these tags. The same as in `filters`.' }),
  filters: memoryFilters.nullish(),
};

type Scope = Partial<z.output<z.ZodObject<typeof scopeFields>>>;

/** The conditions that a body names at its top and in `filters`. One that is given in both places, and differs, is an issue of `context`. */
export function scopeOf(body: Scope, context: Pick<z.RefinementCtx, 'addIssue'>): MemoryFilter {
  const filters = body.filters ?? {};
  const named: Scope = {};
  for (const field of SCOPE) {
    const value = body[field];
    if (value == null) continue;
    Object.assign(named, { [field]: value });
    const other = filters[field];
    if (other == null || JSON.stringify(other) === JSON.stringify(value)) continue;
    const message = `says something else than filters.${field}; send one of them`;
    context.addIssue({ code: 'custom', path: [field], message });
  }
  return toFilter({ ...filters, ...named });
}
