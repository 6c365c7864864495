import { z } from 'zod';
import { STORED_MEMORY } from '../contract/examples';
import { memoryAddress, memoryFilter, memoryId, page } from '../contract/fields';
import { nextCursor, storedMemory } from '../contract/memory-schemas';
import { jsonOperation } from '../contract/operation';
import { LIST_SORTS } from '../memory';
import { memoryKey, namespaceName } from '../validation/fields';
import { storable } from '../validation/storable-json';

export const GET = jsonOperation({
  name: 'get',
  method: 'GET',
  path: '/memories/:id',
  effect: 'read',
  body: null,
  query: null,
  answer: storedMemory,
  serve: (memories, { context, id }) => memories.get(context, id),
  described: {
    operationId: 'getMemory',
    tag: 'Memories',
    summary: 'Read a memory',
    description: 'Reads the present version. An expired memory is not found.',
    answerExample: STORED_MEMORY,
    problems: ['MEMORY_NOT_FOUND'],
  },
});

export const LIST = jsonOperation({
  name: 'list',
  method: 'POST',
  path: '/memories/list',
  effect: 'read',
  body: storable(
    z
      .strictObject({
        ...page,
        namespace: namespaceName.nullable(),
        key: memoryKey.nullable(),
        ids: z.array(memoryId).max(1_000).exactOptional(),
        filter: memoryFilter,
        order: z.strictObject({ by: z.enum(LIST_SORTS).nullable(), descending: z.boolean() }).exactOptional(),
        total: z.boolean(),
      })
      .meta({ id: 'ListCall', description: 'Which memories to list.' }),
  ),
  query: null,
  answer: z
    .object({ items: z.array(storedMemory), nextCursor, total: z.number().nullable() })
    .meta({ id: 'StoredMemoryPage' }),
  serve: (memories, { context, body }) => memories.list(context, body),
  described: {
    operationId: 'listMemories',
    tag: 'Memories',
    summary: 'List memories',
    description:
      'Lists memories, newest first or in the given order; the cursor of a page leads to the next one.',
    bodyExample: { limit: 50, cursor: null, namespace: 'default', key: null, filter: {}, total: true },
    answerExample: { items: [STORED_MEMORY], nextCursor: null, total: 1 },
    problems: ['CURSOR_INVALID'],
  },
});

export const FIND = jsonOperation({
  name: 'find',
  method: 'POST',
  path: '/find',
  effect: 'read',
  body: storable(
    z
      .strictObject({ address: memoryAddress })
      .meta({ id: 'FindCall', description: 'The address of a memory: its id, key or coordinate.' }),
  ),
  query: null,
  answer: storedMemory,
  serve: (memories, { context, body }) => memories.find(context, body.address),
  described: {
    operationId: 'findMemory',
    tag: 'Memories',
    summary: 'Find a memory by its address',
    description: 'Finds a memory by id, by key in a namespace, or by coordinate.',
    bodyExample: { address: { namespace: 'default', key: 'kb.paris' } },
    answerExample: STORED_MEMORY,
    problems: ['MEMORY_NOT_FOUND'],
  },
});
