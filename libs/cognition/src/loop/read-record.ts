import type { z } from 'zod';
import { type LoopMessage, PoisonMessage } from './message';

/** Reads the record of a message. @throws PoisonMessage that names the first field that is wrong, and none of its content */
export function recordIn<T>(message: LoopMessage, schema: z.ZodType<T>): T {
  const { data, error } = schema.safeParse(message.value);
  if (!error) return data;
  const path = error.issues[0]?.path ?? [];
  const field = path.length > 0 ? path.join('.') : 'the message';
  throw new PoisonMessage(`${field} is not what it should be`, message);
}
