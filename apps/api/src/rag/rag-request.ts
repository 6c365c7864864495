import { RETRIEVERS, type RetrievalQuery } from '@somabrain/cognition';
import { memoryKey, scopeId, storable, text, withDayBounds } from '@somabrain/memory';
import { z } from 'zod';
import { memoryId } from '../links/link-fields';
import type { EndInput } from '../links/link-requests';
import { coordinateField } from '../memory/address-request';
import { recallPlaceFields, recallPlaceOf } from '../memory/recall-place';
import { DEFAULT_PASSAGE_TOKENS } from '../memory/recall-request';
import { minRelevance, relevanceOf } from '../memory/relevance-fields';
import { scopeFields, scopeOf } from '../memory/scope-fields';
import { timeFields, timeQuestionOf } from '../memory/time-fields';

const [DEFAULT_CANDIDATES, MAX_CANDIDATES] = [10, 100];
const DEFAULT_RETRIEVERS = ['vector', 'wm', 'graph'] as const;
const RERANKERS = ['cosine', 'mmr', 'hrr', 'ce', 'auto'] as const;

/** What to retrieve by; the namespace is null where the body names none, and the exact memory is not looked up yet. */
export interface RagInput extends Omit<RetrievalQuery, 'namespace' | 'exact'> {
  readonly namespace: string | null;
  readonly exact: EndInput | null;
  /** Whether the question is stored with what was found. */
  readonly persist: boolean;
}

const exactFields = {
  id: memoryId.nullish().meta({ description: 'Id of a memory to put first.' }),
  key: memoryKey.nullish().meta({ description: 'The same by its key.' }),
  coord: coordinateField.nullish().meta({ description: 'The same by its coordinate, "x,y,z".' }),
};

/** The body of `POST /rag/retrieve`. */
export const RagRequest = storable(
  z
    .strictObject({
      query: text(1, 10_000).meta({ description: 'What to look for, in words.' }),
      top_k: z
        .int()
        .min(1)
        .max(MAX_CANDIDATES)
        .nullish()
        .meta({ description: 'At most this many. Default: 10.' }),
      retrievers: z
        .array(z.enum(RETRIEVERS))
        .min(1)
        .max(16)
        .nullish()
        .meta({
          description:
            '`vector`: recall, lexical and dense; `wm`: working memory of the session; `graph`: memories linked from the best; `lexical`: by ' +
            'words alone. Default: vector, wm, graph.',
        }),
      min_relevance: minRelevance,
      rerank: z.enum(RERANKERS).nullish().meta({
        description: '`mmr` demotes near-duplicates; the other values keep the order of the fusion.',
      }),
      persist: z.boolean().nullish().meta({
        description: 'Stores the question with links to the results. Needs the permission memory:write.',
      }),
      max_tokens: z.int().min(1).max(1_000_000).nullish().meta({
        description: 'At most about this many tokens of texts, as of `POST /recall`.',
      }),
      passage_tokens: z.int().min(0).max(1_000_000).nullish().meta({
        description: 'A longer text is cut to the passages that answer best. 0: whole texts. Default: 256.',
      }),
      mode: text(1, 64).nullish().meta({ description: '`exact`: only the named memory.' }),
      ...exactFields,
      session_id: scopeId.nullish().meta({ description: 'The session of the query.' }),
      ...scopeFields,
      ...timeFields,
      user_id: scopeFields.user_id.meta({
        description: 'Only memories of this user, whose the question is, should it be stored.',
      }),
      agent_id: scopeFields.agent_id.meta({ description: 'The same of an agent.' }),
      ...recallPlaceFields,
    })
    .meta({ id: 'RagRequest', description: 'The memories to retrieve.' }),
  withDayBounds,
).transform((body, context): RagInput => {
  const exact = exactOf(body);
  const exactOnly = body.mode === 'exact';
  if (exactOnly && !exact)
    context.addIssue({
      code: 'custom',
      path: ['key'],
      message: 'is required, or id or coord, for mode exact',
    });
  const place = recallPlaceOf(body, context);
  if (place.namespaces) refuseWithSeveral(body, context);
  return {
    query: body.query,
    sessionId: body.session_id ?? null,
    userId: body.user_id ?? null,
    agentId: body.agent_id ?? null,
    filter: scopeOf(body, context),
    limit: body.top_k ?? DEFAULT_CANDIDATES,
    ...relevanceOf(body),
    passageTokens: body.passage_tokens ?? DEFAULT_PASSAGE_TOKENS,
    maxTokens: body.max_tokens ?? null,
    retrievers: body.retrievers ?? DEFAULT_RETRIEVERS,
    diverse: body.rerank === 'mmr',
    exact,
    exactOnly,
    persist: body.persist ?? false,
    ...timeQuestionOf(body),
    ...place,
  };
});

/** A key has a meaning in one namespace, and so has the place of a question that is stored. */
function refuseWithSeveral(
  {
    key,
    persist,
  }: { readonly key?: string | null | undefined; readonly persist?: boolean | null | undefined },
  context: z.core.$RefinementCtx,
): void {
  const message = 'needs one namespace; this request names several';
  if (key != null) context.addIssue({ code: 'custom', path: ['key'], message });
  if (persist === true) context.addIssue({ code: 'custom', path: ['persist'], message });
}

type Exact = Readonly<Partial<Record<keyof typeof exactFields, string | null | undefined>>>;

function exactOf({ id, key, coord }: Exact): EndInput | null {
  if (id != null) return { id };
  if (key != null) return { key };
  return coord == null ? null : { coordinate: coord };
}
