import { z } from 'zod';
import { MEMORY_ID } from '../contract/examples';
import { memoryId } from '../contract/fields';
import { jsonOperation } from '../contract/operation';
import { text } from '../validation/fields';
import { storable } from '../validation/storable-json';
import { MAX_RATED } from './rating';

export const RATE = jsonOperation({
  name: 'rate',
  method: 'POST',
  path: '/rate',
  effect: 'keyed write',
  body: storable(
    z
      .strictObject({
        query: text(1, 10_000).nullable(),
        memories: z
          .array(z.strictObject({ id: memoryId, useful: z.boolean().nullable() }))
          .min(1)
          .max(MAX_RATED),
      })
      .meta({ id: 'RateCall', description: 'Ratings of memories for a question; null: for any.' }),
  ),
  query: null,
  answer: z.object({ rated: z.int(), replayed: z.boolean() }).meta({ id: 'Rated' }),
  serve: (memories, { context, body, options }) => memories.rate(context, body, options),
  described: {
    operationId: 'rateMemories',
    tag: 'Ratings',
    summary: 'Rate memories',
    description:
      'Rates memories for a question. The next recall of the question, and of similar ones, uses the ratings.',
    bodyExample: { query: 'capital of France', memories: [{ id: MEMORY_ID, useful: true }] },
    answerExample: { rated: 1, replayed: false },
    problems: ['MEMORY_NOT_FOUND'],
  },
});
