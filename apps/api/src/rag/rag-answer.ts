import { type Retrieved, type RetrievedCandidate, RETRIEVERS } from '@somabrain/cognition';
import { z } from 'zod';
import { askedNamespaces } from '../memory/recall-place';
import { omittedTexts, RecallResult, toRecallResult } from '../memory/recall-answer';
import { answerable } from '../memory/relevance-fields';

/** The answer to `POST /rag/retrieve`. Members without a value are absent. */
export const RagAnswer = z
  .object({
    candidates: z
      .array(
        RecallResult.omit({ explanation: true, highlights: true, language: true, older: true })
          .extend({
            retriever: z
              .enum([...RETRIEVERS, 'exact'])
              .meta({ description: 'The retriever that counted most; `exact` for the named memory.' }),
          })
          .meta({ id: 'RetrievedCandidate', description: 'A result, and the retriever that found it.' }),
      )
      .meta({ description: 'Best first.' }),
    answerable,
    omitted: omittedTexts,
    session_coord: z.string().optional().meta({
      description: 'Coordinate of the question, where it was stored.',
    }),
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
    degraded: z.array(z.enum(['working_memory'])).optional(),
  })
  .meta({ id: 'Retrieved' });

export type RagAnswer = z.infer<typeof RagAnswer>;

/** What was found, each text once. @param several whether several namespaces were asked */
export function toRetrieval(
  { candidates, answerable: likely, omitted, degraded }: Retrieved,
  coordinate: string | null,
  several: boolean,
): Pick<RagAnswer, 'candidates' | 'answerable' | 'omitted' | 'session_coord' | 'degraded'> {
  return {
    candidates: candidates.map((candidate) => toCandidate(candidate, several)),
    answerable: likely,
    ...(omitted && { omitted: { ...omitted } }),
    ...(coordinate !== null && { session_coord: coordinate }),
    ...(degraded.length > 0 && { degraded: [...degraded] }),
  };
}

function toCandidate(
  { retriever, ...found }: RetrievedCandidate,
  several: boolean,
): RagAnswer['candidates'][number] {
  return { ...toRecallResult({ ...found, explanation: null }, several), retriever };
}
