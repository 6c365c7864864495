import { z } from 'zod';
import { CHANGED, EXAMPLE_TIME_MS, STORED_MEMORY } from '../contract/examples';
import { page } from '../contract/fields';
import { changedMemory, nextCursor, storedMemory } from '../contract/memory-schemas';
import { jsonOperation } from '../contract/operation';
import { memoryVersion } from '../validation/fields';
import { storable } from '../validation/storable-json';

export const HISTORY = jsonOperation({
  name: 'history',
  method: 'GET',
  path: '/memories/:id/history',
  effect: 'read',
  body: null,
  query: storable(
    z.strictObject({
      limit: z
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number)
        .pipe(page.limit),
      cursor: z.string().max(4_096).optional(),
    }),
  ).transform(({ limit, cursor }) => ({ limit, cursor: cursor ?? null })),
  answer: z
    .object({
      items: z.array(
        z.object({ memory: storedMemory, recordedAt: z.number(), replacedAt: z.number().nullable() }),
      ),
      nextCursor,
    })
    .meta({ id: 'StoredVersions' }),
  serve: (memories, { context, id, query }) => memories.history(context, id, query),
  described: {
    operationId: 'memoryHistory',
    tag: 'Changes',
    summary: 'Read the versions of a memory',
    description: 'Lists the versions, the present one first; the cursor of a page leads to the next one.',
    queryParameters: [
      {
        name: 'limit',
        description: 'At most so many, 1 to 500. Required.',
        schema: { type: 'integer' },
        example: 50,
      },
      {
        name: 'cursor',
        description: 'Of the page before.',
        schema: { type: 'string' },
        example: 'eyJ2IjozfQ',
      },
    ],
    answerExample: {
      items: [{ memory: STORED_MEMORY, recordedAt: EXAMPLE_TIME_MS, replacedAt: null }],
      nextCursor: null,
    },
    problems: ['MEMORY_NOT_FOUND', 'CURSOR_INVALID'],
  },
});

export const RESTORE = jsonOperation({
  name: 'restore',
  method: 'POST',
  path: '/memories/:id/restore',
  effect: 'keyed write',
  body: storable(
    z.strictObject({ version: memoryVersion.nullable() }).meta({
      id: 'RestoreCall',
      description: 'The version to restore; null: the one before the present one.',
    }),
  ),
  query: null,
  answer: changedMemory,
  serve: (memories, { context, id, body, options }) => memories.restore(context, id, body.version, options),
  described: {
    operationId: 'restoreMemory',
    tag: 'Changes',
    summary: 'Restore an earlier version',
    description: 'Gives the memory the state of an earlier version, as a new version.',
    bodyExample: { version: 1 },
    answerExample: CHANGED,
    problems: ['MEMORY_NOT_FOUND', 'VERSION_NOT_FOUND', 'KEY_TAKEN'],
  },
});
