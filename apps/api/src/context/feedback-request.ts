import type { Feedback } from '@somabrain/cognition';
import { MAX_RATED, type RatedMemory, scopeId, storable, text } from '@somabrain/memory';
import { z } from 'zod';
import { memoryId } from '../links/link-fields';
import { tenantId } from './tenant-field';

const METADATA_BYTES = 8 * 1024;
const signal = z.number().min(-1_000).max(1_000).nullish();
const words = z.string().max(50_000).nullish();
const metadata = z
  .record(z.string(), z.unknown())
  .refine((given) => Buffer.byteLength(JSON.stringify(given)) <= METADATA_BYTES, {
    error: 'must not exceed 8 KiB as JSON',
  })
  .nullish()
  .meta({ description: 'Only `tokens` (or `tokens_used`) and `model` are stored.' });

/** A feedback with the tenant that its body names. */
export interface FeedbackInput {
  readonly tenantId: string | null;
  readonly feedback: Feedback;
}

/** The body of `POST /context/feedback`. */
export const FeedbackRequest = storable(
  z
    .strictObject({
      session_id: scopeId.nullish(),
      query: text(1, 10_000).nullish().meta({
        description:
          'The question. The memories are rated for it and questions like it; without one, a little for any.',
      }),
      prompt: words.meta({ description: 'Accepted from old clients, and not stored.' }),
      response_text: words.meta({ description: 'Accepted from old clients, and not stored.' }),
      utility: signal.meta({ description: 'How good the answer was: above 0 good, below 0 bad.' }),
      reward: signal.meta({ description: 'Used instead of `utility` if both are given.' }),
      memory_ids: z.array(memoryId).max(MAX_RATED).nullish().meta({
        description: 'Ids of memories to rate; `useful` says how.',
      }),
      useful: z.boolean().nullish().meta({ description: 'Whether `memory_ids` were useful. Default: true.' }),
      memories: z
        .array(z.strictObject({ id: memoryId, useful: z.boolean().nullable() }))
        .max(MAX_RATED)
        .nullish()
        .meta({ description: 'Memories rated one by one; null removes an earlier rating.' }),
      metadata,
      tenant_id: tenantId,
    })
    .meta({ id: 'FeedbackRequest', description: 'Feedback on an answer that was made from memories.' }),
).transform((body, context): FeedbackInput => {
  const memories = ratedOf(body);
  if (body.utility == null && body.reward == null && memories.length === 0) {
    context.addIssue({ code: 'custom', path: ['utility'], message: 'is required, or reward or memory_ids' });
  }
  if (memories.length > MAX_RATED) {
    context.addIssue({ code: 'custom', path: ['memories'], message: `are more than ${MAX_RATED} in all` });
  }
  const { tokens, tokens_used: used, model } = body.metadata ?? {};
  return {
    tenantId: body.tenant_id ?? null,
    feedback: {
      query: body.query ?? null,
      sessionId: body.session_id ?? null,
      utility: body.utility ?? null,
      reward: body.reward ?? null,
      memories,
      tokens: numberOf(tokens) ?? numberOf(used),
      model: typeof model === 'string' ? model.slice(0, 128) : null,
    },
  };
});

/** Each memory once: what is said last of it counts. */
function ratedOf({
  memory_ids: ids,
  useful,
  memories,
}: {
  readonly memory_ids?: readonly string[] | null | undefined;
  readonly useful?: boolean | null | undefined;
  readonly memories?: readonly RatedMemory[] | null | undefined;
}): RatedMemory[] {
  const rated = new Map<string, RatedMemory>();
  for (const id of ids ?? []) rated.set(id.toLowerCase(), { id: id.toLowerCase(), useful: useful ?? true });
  for (const each of memories ?? []) rated.set(each.id.toLowerCase(), { ...each, id: each.id.toLowerCase() });
  return [...rated.values()];
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
