import { type RecallQuery, scopeId, storable, tags, text } from '@somabrain/memory';
import { z } from 'zod';
import { namespaceOf } from '../memory/to-new-memory';
import { placeFields } from './place-fields';

const DEFAULT_RESULTS = 10;
const limit = z.int().min(1).max(100);
const LAYERS = ['wm', 'ltm', 'both'] as const;
const unused = { description: 'Repeated in the answer, and not used.' };

/** A question in the form of the later releases; the namespace is null where the body names none. */
export interface LaterRecallInput {
  readonly tenant: string | null;
  readonly namespace: string | null;
  readonly question: Omit<RecallQuery, 'namespace' | 'filter'>;
  readonly tags: readonly string[];
  readonly maxAgeSeconds: number | null;
  readonly layer: (typeof LAYERS)[number];
  readonly chunk: { readonly index: number; readonly size: number | null };
  readonly scoringMode: string | null;
  readonly conversationId: string | null;
}

/** The body of `POST /memory/recall`. */
export const LaterRecallRequest = storable(
  z
    .strictObject({
      query: text(1, 10_000).meta({ description: 'What to look for, in words.' }),
      top_k: limit.nullish().meta({ description: 'At most this many results. Default: 10.' }),
      k: limit.nullish().meta({ description: 'Other spelling of `top_k`.' }),
      layer: z.enum(LAYERS).nullish().meta({
        description:
          '`wm`: working memory of the session; `ltm`: long-term memory; `both`: working memory first. Default: both.',
      }),
      ...placeFields,
      tags: tags.nullish().meta({ description: 'All of them.' }),
      min_score: z.number().nullish().meta({ description: 'Leaves out results with a lower score.' }),
      max_age_seconds: z.number().min(0).nullish().meta({ description: 'Leaves out older memories.' }),
      session_id: scopeId.nullish().meta({ description: 'The session that the question is asked in.' }),
      conversation_id: scopeId
        .nullish()
        .meta({ description: 'Used as the session if `session_id` is absent.' }),
      scoring_mode: z.string().max(64).nullish().meta(unused),
      pin_results: z.boolean().nullish().meta({ description: 'Accepted, and not used.' }),
      chunk_size: limit.nullish().meta({ description: 'Splits the results into parts of this size.' }),
      chunk_index: z.int().min(0).nullish().meta({ description: 'Number of the part, from 0.' }),
    })
    .meta({
      id: 'MemoryRecallRequest',
      description: 'A question in the form of the original’s later releases.',
    }),
).transform((body): LaterRecallInput => {
  const sessionId = body.session_id ?? body.conversation_id;
  return {
    tenant: body.tenant ?? body.tenant_id ?? null,
    namespace: body.namespace ?? namespaceOf(body.universe),
    question: {
      query: body.query,
      limit: body.top_k ?? body.k ?? DEFAULT_RESULTS,
      minScore: body.min_score ?? null,
      minRelevance: 0,
      explain: false,
      asOf: null,
      maxTokens: null,
      ...(sessionId != null && { sessionId }),
    },
    tags: body.tags ?? [],
    maxAgeSeconds: body.max_age_seconds ?? null,
    layer: body.layer ?? 'both',
    chunk: { index: body.chunk_index ?? 0, size: body.chunk_size ?? null },
    scoringMode: body.scoring_mode ?? null,
    conversationId: body.conversation_id ?? null,
  };
});
