import { type ContextQuery, roomBeside } from '@somabrain/cognition';
import { scopeId, storable, text, withDayBounds } from '@somabrain/memory';
import { tokensOf } from '@somabrain/retrieval';
import { z } from 'zod';
import { recallPlaceFields, recallPlaceOf } from '../memory/recall-place';
import { minRelevance, relevanceOf } from '../memory/relevance-fields';
import { scopeFields, scopeOf } from '../memory/scope-fields';
import { timeFields, timeQuestionOf } from '../memory/time-fields';
import { tenantId } from './tenant-field';

const [DEFAULT_MEMORIES, MAX_MEMORIES] = [5, 50];
const [DEFAULT_TOKENS, MAX_TOKENS] = [1_024, 100_000];

/** What a prompt is wanted for, with the tenant that the body names; the namespace is null where it names none. */
export interface ContextInput extends Omit<ContextQuery, 'namespace'> {
  readonly tenantId: string | null;
  readonly namespace: string | null;
}

/** The body of `POST /context/evaluate`. */
export const ContextRequest = storable(
  z
    .strictObject({
      session_id: scopeId.nullish().meta({ description: 'The session that the question is asked in.' }),
      query: text(1, 10_000).meta({ description: 'The question to build a prompt for.' }),
      top_k: z
        .int()
        .min(1)
        .max(MAX_MEMORIES)
        .nullish()
        .meta({ description: 'At most this many memories. Default: 5.' }),
      max_tokens: z.int().min(1).max(MAX_TOKENS).nullish().meta({
        description: 'At most about this many tokens in the whole prompt. Default: 1,024.',
      }),
      min_relevance: minRelevance,
      ...scopeFields,
      ...timeFields,
      ...recallPlaceFields,
      tenant_id: tenantId,
    })
    .meta({ id: 'ContextRequest', description: 'The prompt to build.' }),
  withDayBounds,
).transform((body, context): ContextInput => {
  const maxTokens = body.max_tokens ?? DEFAULT_TOKENS;
  if (roomBeside(body.query, maxTokens) < 0) {
    const message = `must be at least ${tokensOf(body.query)}, the tokens of the question`;
    context.addIssue({ code: 'custom', path: ['max_tokens'], message });
    return z.NEVER;
  }
  return {
    query: body.query,
    sessionId: body.session_id ?? null,
    filter: scopeOf(body, context),
    limit: body.top_k ?? DEFAULT_MEMORIES,
    maxTokens,
    ...relevanceOf(body),
    ...timeQuestionOf(body),
    ...recallPlaceOf(body, context),
    tenantId: body.tenant_id ?? null,
  };
});
