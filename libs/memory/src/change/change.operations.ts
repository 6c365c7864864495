import { z } from 'zod';
import { CHANGED } from '../contract/examples';
import { memoryFields, ttlSeconds } from '../contract/fields';
import { changedMemory } from '../contract/memory-schemas';
import { jsonOperation } from '../contract/operation';
import { memoryVersion } from '../validation/fields';
import { storable } from '../validation/storable-json';

const fieldsOfPatch = z.strictObject({ ...memoryFields, ttlSeconds });
const patch = Object.fromEntries(
  Object.entries(fieldsOfPatch.shape).map(([name, schema]) => [name, z.exactOptional(schema)]),
) as { [Name in keyof typeof fieldsOfPatch.shape]: z.ZodExactOptional<(typeof fieldsOfPatch.shape)[Name]> };

export const CHANGE = jsonOperation({
  name: 'change',
  method: 'PATCH',
  path: '/memories/:id',
  effect: 'keyed write',
  body: storable(
    z
      .strictObject({
        patch: z.strictObject(patch),
        ifVersions: z.array(memoryVersion).max(100).exactOptional(),
      })
      .meta({
        id: 'ChangeCall',
        description: 'The fields to change; `ifVersions`: only if the memory has one of these versions.',
      }),
  ),
  carriesContent: true,
  query: null,
  answer: changedMemory,
  serve: (memories, { context, id, body: { patch: changes, ...conditions }, options }) =>
    memories.change(context, id, changes, { ...options, ...conditions }),
  described: {
    operationId: 'changeMemory',
    tag: 'Changes',
    summary: 'Change a memory',
    description:
      'Changes the given fields; absent ones stay. Members of the metadata are changed one by one (RFC 7396).',
    bodyExample: { patch: { tags: ['geo', 'capital'] }, ifVersions: [1] },
    answerExample: CHANGED,
    problems: ['MEMORY_NOT_FOUND', 'KEY_TAKEN', 'VERSION_MISMATCH', 'POLICY_DENIED', 'QUOTA_EXCEEDED'],
  },
});
