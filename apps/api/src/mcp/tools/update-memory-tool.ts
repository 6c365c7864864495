import { type JsonObject, Problem } from '@somabrain/kernel';
import { z } from 'zod';
import { PatchRequest } from '../../memory/patch-request';
import { toMemoryAnswer } from '../../memory/to-answer';
import { MEMORY_OUTPUT } from './memory-view';
import type { Tool } from './tool';
import { input, integer, number, object, text, texts } from './tool-schema';

const Extra = z.object({
  id: z.string({ error: 'is required: the id of a memory' }),
  clear: z.array(z.string().max(64)).max(20).optional(),
});

export const UPDATE_MEMORY: Tool = {
  name: 'update_memory',
  description: 'Changes the given fields, as a new version. All others stay.',
  permission: 'memory:write',
  input: input(
    {
      id: text('Id of the memory.'),
      content: text('The new text.'),
      metadata: object('Members to set; null removes one.'),
      tags: texts('Replace the tags.'),
      key: text('The new key.'),
      memory_type: text('The new type.'),
      importance: number('0 or more.'),
      occurred_at: text('When it happened, ISO 8601.'),
      ttl_seconds: integer('Seconds to live.'),
      clear: texts('Fields to empty, such as key.'),
    },
    ['id'],
  ),
  output: MEMORY_OUTPUT,
  hints: { destructiveHint: false, idempotentHint: true },
  resource: ({ id }) => (typeof id === 'string' ? id : null),
  call: async ({ memories }, { context }, given) => {
    const { id, clear = [] } = Extra.parse(given);
    const patch = PatchRequest.parse({ ...fieldsOf(given, clear), ...emptied(clear) });
    const { memory } = await memories.change(context, id, patch);
    return toMemoryAnswer(memory);
  },
};

function fieldsOf(given: JsonObject, clear: readonly string[]): JsonObject {
  const fields = Object.fromEntries(
    Object.entries(given).filter(([name]) => !Object.hasOwn(Extra.shape, name)),
  );
  const both = clear.find((name) => Object.hasOwn(fields, name));
  if (both === undefined) return fields;
  const message = `names ${both}, which has a new value`;
  throw new Problem('VALIDATION_FAILED', `clear ${message}`, { errors: [{ field: 'clear', message }] });
}

/** Null empties a field, for the route. */
function emptied(clear: readonly string[]): JsonObject {
  return Object.fromEntries(clear.map((name) => [name, null]));
}
