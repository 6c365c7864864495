import { z } from 'zod';
import { MEMORY_ID, OTHER_ID } from '../contract/examples';
import { memoryFilter, memoryId, ownerFields } from '../contract/fields';
import { jsonOperation } from '../contract/operation';
import { memoryKey, namespaceName } from '../validation/fields';
import { storable } from '../validation/storable-json';

export const FORGET = jsonOperation({
  name: 'forget',
  method: 'POST',
  path: '/forget',
  effect: 'keyed write',
  body: storable(
    z
      .strictObject({
        namespace: namespaceName.nullable(),
        key: memoryKey.nullable(),
        ids: z.array(memoryId).max(1_000).nullable(),
        filter: memoryFilter,
        dryRun: z.boolean(),
      })
      .meta({
        id: 'ForgetCall',
        description: 'Which memories to forget; without any condition all of the tenant.',
      }),
  ),
  query: null,
  answer: z
    .object({
      dryRun: z.boolean(),
      matched: z.int(),
      derived: z.int(),
      stores: z.object({
        memories: z.int(),
        memory_versions: z.int(),
        memory_vectors: z.int(),
        memory_links: z.int(),
        memory_feedback: z.int().default(0),
      }),
      digest: z.string(),
      auditId: z.string().nullable(),
      replayed: z.boolean(),
    })
    .meta({ id: 'Forgotten' }),
  serve: (memories, { context, body, options }) => memories.forget(context, body, options),
  described: {
    operationId: 'forget',
    tag: 'Changes',
    summary: 'Forget memories',
    description:
      'Removes all memories that meet the conditions, those derived from them, and all versions, permanently.',
    bodyExample: { namespace: 'default', key: null, ids: [MEMORY_ID], filter: {}, dryRun: false },
    answerExample: {
      dryRun: false,
      matched: 1,
      derived: 0,
      stores: { memories: 1, memory_versions: 1, memory_vectors: 0, memory_links: 0, memory_feedback: 0 },
      digest: 'c3f2a1b0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2',
      auditId: OTHER_ID,
      replayed: false,
    },
  },
});

export const DELETE = jsonOperation({
  name: 'delete',
  method: 'DELETE',
  path: '/memories/:id',
  effect: 'keyed write',
  body: null,
  query: null,
  answer: null,
  serve: (memories, { context, id, options }) => memories.delete(context, id, options),
  described: {
    operationId: 'deleteMemory',
    tag: 'Memories',
    summary: 'Delete a memory',
    description: 'Removes it with all its versions, permanently.',
    problems: ['MEMORY_NOT_FOUND'],
  },
});

/** Serves `deleteByCoordinate` and `deleteByText`. */
export const DELETE_BY_ADDRESS = jsonOperation({
  name: 'deleteByCoordinate',
  method: 'POST',
  path: '/delete',
  effect: 'keyed write',
  body: storable(
    z
      .union([
        z.strictObject({ coordinate: z.string().max(64), ...ownerFields }),
        z.strictObject({ namespace: namespaceName, text: memoryKey, ...ownerFields }),
      ])
      .meta({ id: 'DeleteCall', description: 'The coordinate, "x,y,z", of the memory, or its exact text.' }),
  ),
  query: null,
  answer: null,
  serve: (memories, { context, body: { userId, agentId, ...named }, options }) => {
    const owned = {
      ...options,
      ...(userId !== undefined && { userId }),
      ...(agentId !== undefined && { agentId }),
    };
    return 'coordinate' in named
      ? memories.deleteByCoordinate(context, named.coordinate, owned)
      : memories.deleteByText(context, { namespace: named.namespace, key: named.text }, owned);
  },
  described: {
    operationId: 'deleteByCoordinate',
    tag: 'Memories',
    summary: 'Delete a memory by its coordinate or its text',
    description:
      'Removes a memory by the address of the original, with all its versions, permanently. Of several with the text, the newest.',
    bodyExample: { coordinate: '0.123456,-0.654321,0.111111' },
    problems: ['MEMORY_NOT_FOUND'],
  },
});
