import { type MemoryFilter, memoryType, scopeId, tags, text, time } from '@somabrain/memory';
import { z } from 'zod';

/** Conditions on memories, of a recall and of a forget. */
export const memoryFilters = z
  .strictObject({
    user_id: scopeId.nullish(),
    agent_id: scopeId.nullish(),
    session_id: scopeId.nullish(),
    tags: tags.nullish().meta({ description: 'All of them.' }),
    memory_type: z
      .union([memoryType, z.array(memoryType).min(1).max(64)])
      .nullish()
      .meta({ description: 'Any of them.' }),
    metadata: z
      .record(text(1, 256), z.union([z.string(), z.number(), z.boolean()]))
      .refine((members) => Object.keys(members).length <= 64, { error: 'must have at most 64 members' })
      .nullish()
      .meta({ description: 'Top-level members of the metadata that must have exactly these values.' }),
    occurred_after: time.nullish().meta({
      description: 'Earliest time of what happened (of the write, if that is not known), inclusive.',
    }),
    occurred_before: time.nullish().meta({ description: 'Latest time of it, inclusive.' }),
  })
  .meta({ id: 'RecallFilters', description: 'Every given condition must hold.' });

/** The conditions without what was not given. */
export function toFilter(given: z.output<typeof memoryFilters>): MemoryFilter {
  const types = given.memory_type;
  return {
    ...(given.user_id != null && { userId: given.user_id }),
    ...(given.agent_id != null && { agentId: given.agent_id }),
    ...(given.session_id != null && { sessionId: given.session_id }),
    ...(given.tags != null && { tags: given.tags }),
    ...(types != null && { memoryTypes: typeof types === 'string' ? [types] : types }),
    ...(given.metadata != null && { metadata: given.metadata }),
    ...(given.occurred_after != null && { occurredAfter: given.occurred_after }),
    ...(given.occurred_before != null && { occurredBefore: given.occurred_before }),
  };
}
