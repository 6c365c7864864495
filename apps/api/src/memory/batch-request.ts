import type { JsonBodyOptions } from '@somabrain/http';
import { z } from 'zod';

const MOST_ITEMS = 1_000;

/** An item is checked on its own, so that a bad one does not lose the others. */
const items = z
  .array(z.unknown().meta({ $ref: '#/components/schemas/RememberRequest' }))
  .min(1)
  .max(MOST_ITEMS);

/** The body of `POST /remember/batch`. */
export const BatchRequest = z
  .strictObject({
    memories: items.nullish().meta({ description: 'The memories, in their order.' }),
    items: items.nullish().meta({ deprecated: true, description: 'Older spelling of `memories`.' }),
    atomic: z
      .boolean()
      .nullish()
      .meta({ description: 'All or none: one bad item fails every other. Default: false.' }),
  })
  .meta({
    id: 'RememberBatchRequest',
    description: '1 to 1,000 memories, stored in one go. `memories` is required.',
  })
  .transform((body, context) => {
    const memories = body.memories ?? body.items;
    if (memories && !(body.memories && body.items)) return { memories, atomic: body.atomic ?? false };
    context.addIssue({
      code: 'custom',
      path: ['memories'],
      message: memories
        ? 'is given as memories and as items; send one of them'
        : 'is required: a list of memories',
    });
    return z.NEVER;
  });

/** How it is read: each item is parsed when it has come in, and the first too many ends it. */
export const BATCH_BODY: JsonBodyOptions = {
  limitBytes: 32 * 1024 * 1024,
  carriesContent: true,
  elements: MOST_ITEMS,
  values: 500_000,
  schema: BatchRequest,
};

export type BatchInput = z.output<typeof BatchRequest>;
