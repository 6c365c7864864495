import { type RecallQuery, scopeId, storable, text, time, withDayBounds } from '@somabrain/memory';
import { z } from 'zod';
import { RECALL_EXAMPLE } from './examples';
import { recallPlaceFields, recallPlaceOf } from './recall-place';
import { minRelevance, relevanceOf } from './relevance-fields';
import { scopeFields, scopeOf } from './scope-fields';
import { timeFields, timeQuestionOf } from './time-fields';
import { versionFields, versionsOf } from './version-fields';

const DEFAULT_LIMIT = 10;
/** Of a text that is cut to passages, where a request does not say it. */
export const DEFAULT_PASSAGE_TOKENS = 256;
const limit = z.int().min(1).max(100);

/** A question; the namespace is null where the body names none. */
export type RecallInput = Omit<RecallQuery, 'namespace'> & { readonly namespace: string | null };

/** The body of `POST /recall`. */
export const RecallRequest = storable(
  z
    .strictObject({
      query: text(1, 10_000).nullish().meta({
        description: 'The question in words. Absent: the newest memories that meet `filters` are returned.',
      }),
      k: limit.nullish().meta({ description: 'At most this many results. Default: 10.' }),
      top_k: limit.nullish().meta({ deprecated: true, description: 'Older spelling of `k`.' }),
      ...recallPlaceFields,
      ...scopeFields,
      ...timeFields,
      ...versionFields,
      min_score: z.number().nullish().meta({
        description: 'Leaves out results with a lower score. Scores compare within one query only.',
      }),
      min_relevance: minRelevance,
      max_tokens: z
        .int()
        .min(1)
        .max(1_000_000)
        .nullish()
        .meta({
          description:
            'At most about this many tokens of texts: four characters of Latin script each, one of Chinese. The best result is cut to passages that fit; ' +
            'what has no room is counted in `omitted`.',
        }),
      passage_tokens: z.int().min(0).max(1_000_000).nullish().meta({
        description: 'A longer text is cut to the passages that answer best. 0: whole texts. Default: 256.',
      }),
      highlight: z
        .boolean()
        .nullish()
        .meta({ description: 'Adds to each result where words of the query stand in its text.' }),
      as_of: time.nullish().meta({
        description:
          'Recalls what was stored at this time, in the versions of that time. Memories removed since are not found.',
      }),
      session_id: scopeId.nullish().meta({
        description:
          'Session of the query. Matching working-memory entries are returned as `working_memory`.',
      }),
      explain: z.boolean().nullish().meta({ description: 'Adds the score breakdown to each result.' }),
    })
    .meta({
      id: 'RecallRequest',
      description: 'A question. `query` or a condition is required; null means absent.',
      examples: [RECALL_EXAMPLE],
    }),
  withDayBounds,
).transform((body, context): RecallInput => ({
  query: questionOf(body, context),
  limit: body.k ?? body.top_k ?? DEFAULT_LIMIT,
  ...recallPlaceOf(body, context),
  filter: scopeOf(body, context),
  minScore: body.min_score ?? null,
  ...relevanceOf(body),
  asOf: body.as_of ?? null,
  explain: body.explain ?? false,
  maxTokens: body.max_tokens ?? null,
  passageTokens: body.passage_tokens ?? DEFAULT_PASSAGE_TOKENS,
  highlight: body.highlight ?? false,
  ...timeQuestionOf(body),
  ...versionsOf(body),
  ...(body.session_id != null && { sessionId: body.session_id }),
}));

type Asked = Pick<z.output<z.ZodObject<typeof scopeFields>>, 'user_id' | 'agent_id' | 'tags' | 'filters'> & {
  readonly query?: string | null | undefined;
  readonly as_of?: number | null | undefined;
};

/** The question; null where conditions alone say what is wanted. */
function questionOf(body: Asked, context: z.core.$RefinementCtx): string | null {
  if (body.query != null) return body.query;
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  const conditions = [body.user_id, body.agent_id, body.tags, body.filters];
  if (conditions.every((condition) => condition == null))
    refuse('query', 'is required, or filters with a condition');
  if (body.as_of != null) refuse('as_of', 'needs a query');
  return null;
}
