import { Problem } from '@somabrain/kernel';
import { z } from 'zod';
import { NEW_MEMORY, MEMORY_ID, EXAMPLE_TIME_MS } from '../contract/examples';
import { newMemory } from '../contract/memory-schemas';
import { jsonOperation } from '../contract/operation';
import { problemSchema } from '../contract/problem-schema';
import type { Queued, Remembered } from '../memory';
import { storable } from '../validation/storable-json';

const remembered = z
  .object({
    status: z.enum(['created', 'deduplicated', 'updated']),
    id: z.string(),
    version: z.int(),
    key: z.string().nullable(),
    namespace: z.string(),
    createdAt: z.number(),
    replayed: z.boolean(),
  })
  .meta({ id: 'Remembered' });

const REMEMBERED = {
  status: 'created',
  id: MEMORY_ID,
  version: 1,
  key: 'kb.paris',
  namespace: 'default',
  createdAt: EXAMPLE_TIME_MS,
  replayed: false,
};

export const REMEMBER = jsonOperation({
  name: 'remember',
  method: 'POST',
  path: '/remember',
  effect: 'keyed write',
  body: storable(newMemory),
  carriesContent: true,
  query: null,
  answer: remembered,
  serve: async (memories, { context, body, options }) =>
    stored(await memories.remember(context, body, options)),
  described: {
    operationId: 'remember',
    tag: 'Memories',
    summary: 'Store a memory',
    description: 'When the answer comes, the memory is durable and audited, and the next recall finds it.',
    bodyExample: NEW_MEMORY,
    answerExample: REMEMBERED,
    problems: ['POLICY_DENIED', 'QUOTA_EXCEEDED'],
  },
});

export const REMEMBER_BATCH = jsonOperation({
  name: 'rememberBatch',
  method: 'POST',
  path: '/remember/batch',
  effect: 'keyed write',
  body: storable(
    z
      .strictObject({ memories: z.array(newMemory).min(1).max(1_000), atomic: z.boolean() })
      .meta({ id: 'RememberBatchCall', description: '1 to 1,000 memories.' }),
  ),
  carriesContent: true,
  bodyBounds: { limitBytes: 64 * 1024 * 1024, elements: 1_000, values: 1_000_000 },
  query: null,
  answer: z
    .object({ outcomes: z.array(z.union([remembered, z.object({ problem: problemSchema })])) })
    .meta({ id: 'BatchOutcomes', description: 'The outcome of each item, in their order.' }),
  serve: async (memories, { context, body, options }) => {
    const outcomes = await memories.rememberBatch(context, body.memories, {
      ...options,
      atomic: body.atomic,
    });
    return { outcomes: outcomes.map(itemOf) };
  },
  described: {
    operationId: 'rememberBatch',
    tag: 'Memories',
    summary: 'Store up to 1,000 memories',
    description: 'Stores memories in their order; with `atomic` all of them or none.',
    bodyExample: { memories: [NEW_MEMORY], atomic: false },
    answerExample: { outcomes: [REMEMBERED] },
  },
});

function itemOf(outcome: Remembered | Queued | Problem): object {
  if (!(outcome instanceof Problem)) return stored(outcome);
  const { code, message, errors } = outcome;
  return { problem: { code, detail: message, errors } };
}

/** The service keeps memories in its own process, so none of them waits for it. */
function stored(outcome: Remembered | Queued): Remembered {
  if (outcome.status === 'queued') throw new Error('The memory service queued a memory of its own');
  return outcome;
}
