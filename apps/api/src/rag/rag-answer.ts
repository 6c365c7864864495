import { type RetrievedCandidate, RETRIEVERS } from '@somabrain/cognition';
import { z } from 'zod';
import { toPayload } from '../compatibility/original-recall';
import { askedNamespaces } from '../memory/recall-place';
import { answerable, relevance } from '../memory/relevance-fields';
import { memoryFields } from '../memory/to-answer';

/** The answer to `POST /rag/retrieve`. */
export const RagAnswer = z
  .object({
    candidates: z
      .array(
        z.object({
          id: z.string().meta({ format: 'uuid' }),
          coord: z.string().meta({ description: 'The coordinate, "x,y,z".' }),
          key: z.string().nullable(),
          score: z.number().meta({ description: 'Compares within one answer only.' }),
          relevance,
          retriever: z
            .enum([...RETRIEVERS, 'exact'])
            .meta({ description: 'The one that counted most; `exact` for what was named.' }),
          payload: z.record(z.string(), z.unknown()),
        }),
      )
      .meta({ description: 'Best first.' }),
    answerable,
    session_coord: z.string().nullable().meta({ description: 'Coordinate of the stored question.' }),
    namespace: z.string(),
    namespaces: askedNamespaces,
    trace_id: z.string(),
    metrics: z.object({
      retrievers: z.array(z.enum(RETRIEVERS)),
      fusion: z.literal('wrrf').meta({ description: 'Weighted reciprocal rank fusion.' }),
      expansions: z.int().meta({ description: 'Memories that only links led to.' }),
      reranker_used: z.enum(['mmr', 'none']),
      exact_mode: z.boolean(),
      exact_count: z.int(),
    }),
    degraded: z.array(z.enum(['working_memory'])),
  })
  .meta({ id: 'Retrieved' });

export type RagAnswer = z.infer<typeof RagAnswer>;

export function toCandidate(
  { memory, score, relevance: likely, retriever }: RetrievedCandidate,
  tenant: string,
): RagAnswer['candidates'][number] {
  const { id, key, coordinate } = memoryFields(memory, tenant);
  return {
    id,
    coord: coordinate,
    key,
    score,
    relevance: likely,
    retriever,
    payload: toPayload(memory, tenant),
  };
}
