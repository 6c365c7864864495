import { v7, validate } from 'uuid';

/** A new UUIDv7 (RFC 9562): ordered by time, so that b-trees grow at their right edge. */
export function newId(): string {
  return v7();
}

/** Whether the text is a UUID of any version, in its usual 36 characters. */
export function isId(text: string): boolean {
  return validate(text);
}
