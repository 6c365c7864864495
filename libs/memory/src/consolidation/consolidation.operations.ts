import { z } from 'zod';
import { EXAMPLE_TIME_MS, MEMORY_ID, OTHER_ID } from '../contract/examples';
import { instant, linkType, linkWeight, memoryId } from '../contract/fields';
import { newMemory } from '../contract/memory-schemas';
import { jsonOperation } from '../contract/operation';
import { memoryVersion, text } from '../validation/fields';
import { storable } from '../validation/storable-json';

const weighedLink = z.strictObject({
  sourceId: memoryId,
  type: linkType,
  target: text(1, 1_024),
  weight: linkWeight.nullable(),
  before: linkWeight,
  weighedAt: instant.nullable(),
});
const closure = z.strictObject({
  reason: text(1, 64),
  supersededBy: memoryId.nullable(),
  validUntil: instant,
});
const step = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('close'), id: memoryId, version: memoryVersion, closure }),
  z.strictObject({ kind: z.literal('reopen'), id: memoryId }),
  z.strictObject({ kind: z.literal('summarise'), memory: newMemory }),
  z.strictObject({ kind: z.literal('remove'), id: memoryId }),
  z.strictObject({ kind: z.literal('weigh'), links: z.array(weighedLink).max(500), undone: z.boolean() }),
]);

export const CONSOLIDATE = jsonOperation({
  name: 'consolidate',
  method: 'POST',
  path: '/consolidate',
  effect: 'write',
  body: storable(
    z
      .strictObject({ run: memoryId, steps: z.array(step).max(500) })
      .meta({ id: 'ConsolidateCall', description: 'Changes that a run makes or undoes.' }),
  ),
  carriesContent: true,
  bodyBounds: { limitBytes: 32 * 1024 * 1024, elements: 500, values: 1_500_000 },
  query: null,
  answer: z
    .object({ done: z.array(z.boolean()) })
    .meta({ id: 'Consolidated', description: 'Whether each step was done, in their order.' }),
  serve: (memories, { context, body }) => memories.consolidate(context, body),
  described: {
    operationId: 'consolidate',
    tag: 'Consolidation',
    summary: 'Make changes of a run',
    description:
      'Closes and opens memories, stores and removes summaries, and changes weights of links. Memories and links that have changed meanwhile are left alone.',
    bodyExample: {
      run: OTHER_ID,
      steps: [
        {
          kind: 'close',
          id: MEMORY_ID,
          version: 1,
          closure: { reason: 'near_duplicate', supersededBy: OTHER_ID, validUntil: EXAMPLE_TIME_MS },
        },
      ],
    },
    answerExample: { done: [true] },
  },
});
