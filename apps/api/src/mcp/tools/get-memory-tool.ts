import { Problem } from '@somabrain/kernel';
import { memoryKey, namespaceName, ownedBy, scopeId, storable } from '@somabrain/memory';
import { z } from 'zod';
import { ownerOf } from '../../memory/owner-fields';
import { toMemoryAnswer } from '../../memory/to-answer';
import { MEMORY_OUTPUT } from './memory-view';
import type { Tool } from './tool';
import { input, text } from './tool-schema';

const Request = storable(
  z.strictObject({
    id: z.string().optional(),
    key: memoryKey.optional(),
    user_id: scopeId.optional(),
    namespace: namespaceName.optional(),
  }),
);

export const GET_MEMORY: Tool = {
  name: 'get_memory',
  description: 'Reads one memory in full, by its id or by its key.',
  permission: 'memory:read',
  input: input(
    {
      id: text('Id of the memory.'),
      key: text('Or its key.'),
      user_id: text('Whose the key is.'),
      namespace: text('Default: default.'),
    },
    [],
  ),
  output: MEMORY_OUTPUT,
  hints: { readOnlyHint: true },
  resource: ({ id }) => (typeof id === 'string' ? id : null),
  call: async ({ memories }, caller, given) => {
    const { id, key, namespace = caller.namespace, ...owner } = Request.parse(given);
    const context = ownedBy(caller.context, ownerOf(owner));
    if (id !== undefined && key !== undefined)
      throw refused('key', 'names the memory a second time; send id or key');
    if (id !== undefined) return toMemoryAnswer(await memories.get(context, id));
    if (key === undefined) throw refused('id', 'is required, or key');
    return toMemoryAnswer(await memories.find(context, { key, namespace }));
  },
};

function refused(field: string, message: string): Problem {
  return new Problem('VALIDATION_FAILED', `${field}: ${message}`, { errors: [{ field, message }] });
}
