import { rememberFields } from './remember-fields';
import { storable } from '@somabrain/memory';
import { toNewMemory } from './to-new-memory';

/** The body of `POST /remember`, and of each item of a batch. */
export const RememberRequest = storable(rememberFields, unwrapPayload).transform(toNewMemory);

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
