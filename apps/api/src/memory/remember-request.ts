import { rememberFields, type RememberInput } from './remember-fields';
import { type KeptField, storable } from '@somabrain/memory';
import { toNewMemory } from './to-new-memory';

/** The body of `POST /remember`, and of each item of a batch. */
export const RememberRequest = storable(rememberFields, unwrapPayload).transform(toNewMemory);

/**
 * The body of `PUT /memories/by-key/{key}`: what it does not name is cleared. A user and an agent that it does not name are left open, as in
 * `POST /remember`: they say which memory is meant.
 */
export const ReplaceRequest = storable(rememberFields, unwrapPayload).transform(
  (fields, context): RememberInput => {
    const memory = toNewMemory(fields, context);
    const keeps: KeptField[] = [];
    if (fields.user_id === undefined) keeps.push('userId');
    if (fields.agent_id === undefined) keeps.push('agentId');
    return { ...memory, keeps };
  },
);

/** Brings `{"coord", "payload": {…}}` into the inline form. A `payload` beside a text of its own is just an unknown field. */
function unwrapPayload(body: unknown): unknown {
  if (!isObject(body) || !isObject(body.payload)) return body;
  if (['content', 'task', 'text', 'fact'].some((name) => body[name] != null)) return body;
  const { payload, ...around } = body;
  return { ...around, ...payload };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
