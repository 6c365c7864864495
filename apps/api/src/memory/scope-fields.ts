import { type FilterExpression, type MemoryFilter, scopeId, tags, timeZone } from '@somabrain/memory';
import { z } from 'zod';
import { memoryFilters, toFilter } from './memory-filters';

/** Whose memories a request is about, and which: at the top of a body they mean what they mean in `filters`. */
export const scopeFields = {
  user_id: scopeId.nullish().meta({ description: 'Only memories of this user. The same as in `filters`.' }),
  agent_id: scopeId.nullish().meta({ description: 'Only memories of this agent. The same as in `filters`.' }),
  tags: tags
    .nullish()
    .meta({ description: 'Only memories with all of these tags. The same as in `filters`.' }),
  filters: memoryFilters.nullish(),
};

/** Which days the filters of a request mean; `withDayBounds` reads it. */
export const zoneField = timeZone.nullish().meta({
  description: 'Zone of days without a time in filters (IANA). Default: UTC.',
});

type Scope = Partial<z.output<z.ZodObject<typeof scopeFields>>>;

/**
 * The conditions that a body names at its top and in `filters`; user and agent stand apart, wherever they were named.
 * One that is given in both places, and differs, is an issue of `context`.
 */
export function scopeOf(body: Scope, context: Pick<z.RefinementCtx, 'addIssue'>): MemoryFilter {
  const only = (field: 'user_id' | 'agent_id' | 'tags', op: 'in' | 'all', top: readonly string[] | null) => {
    const beside = namedBy(body.filters ?? null, field, op);
    if (top !== null && beside !== null && JSON.stringify(top) !== JSON.stringify(beside)) {
      const message = `differs from filters.${field}; send one of them`;
      context.addIssue({ code: 'custom', path: [field], message });
    }
    return top ?? beside;
  };
  const [userId] = only('user_id', 'in', body.user_id == null ? null : [body.user_id]) ?? [];
  const [agentId] = only('agent_id', 'in', body.agent_id == null ? null : [body.agent_id]) ?? [];
  const named = only('tags', 'all', body.tags ?? null);
  return {
    ...toFilter(body.filters),
    ...(userId !== undefined && { userId }),
    ...(agentId !== undefined && { agentId }),
    ...(named !== null && { tags: named }),
  };
}

/** What a filter demands of a field by itself, not within `or` or `not`: one value, or for tags all of them; null for nothing of the kind. */
function namedBy(
  expression: FilterExpression | null,
  field: string,
  op: 'in' | 'all',
): readonly string[] | null {
  if (expression === null) return null;
  const conditions = 'and' in expression ? expression.and : [expression];
  for (const condition of conditions) {
    if (!('field' in condition) || condition.field !== field || condition.op !== op) continue;
    const texts = condition.values.filter((value) => typeof value === 'string');
    if (texts.length === condition.values.length && (op === 'all' || texts.length === 1)) return texts;
  }
  return null;
}
