import type { MemoryFilter, RecallQuery } from '@somabrain/memory';
import { z } from 'zod';
import { RECALL_EXAMPLE } from './examples';
import { memoryType, namespaceName, scopeId, tags, text, time } from './fields';
import { storable } from './storable-json';
import { namespaceOf } from './to-new-memory';

const DEFAULT_LIMIT = 10;
const limit = z.int().min(1).max(100);

const filters = z
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

/** A question; the namespace is null where the body names none. */
export type RecallInput = Omit<RecallQuery, 'namespace'> & { readonly namespace: string | null };

/** The body of `POST /recall`. Unknown fields are ignored, as clients of the original expect. */
export const RecallRequest = storable(
  z
    .object({
      query: text(1, 10_000).meta({ description: 'What to look for, in words.' }),
      k: limit.nullish().meta({ description: 'At most this many results. Default: 10.' }),
      top_k: limit.nullish().meta({ deprecated: true, description: 'Older spelling of `k`.' }),
      namespace: namespaceName.nullish().meta({ description: 'Default: `default`.' }),
      universe: namespaceName
        .nullish()
        .meta({ deprecated: true, description: 'Older spelling of `namespace`; `real` is `default`.' }),
      filters: filters.nullish(),
      min_score: z.number().nullish().meta({
        description: 'Leaves out results with a lower score. Scores compare within one query only.',
      }),
      explain: z
        .boolean()
        .nullish()
        .meta({ description: 'Adds to each result what every signal contributed to its score.' }),
    })
    .meta({
      id: 'RecallRequest',
      description: 'A question. Only `query` is required; null means absent; unknown fields are ignored.',
      examples: [RECALL_EXAMPLE],
    }),
).transform((body): RecallInput => ({
  query: body.query,
  limit: body.k ?? body.top_k ?? DEFAULT_LIMIT,
  namespace: body.namespace ?? namespaceOf(body.universe),
  filter: toFilter(body.filters ?? {}),
  minScore: body.min_score ?? null,
  explain: body.explain ?? false,
}));

function toFilter(given: z.output<typeof filters>): MemoryFilter {
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
