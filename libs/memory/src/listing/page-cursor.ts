import { Problem } from '@somabrain/kernel';

/** A cursor that callers pass on unread. @param place where the next page begins */
export function encodeCursor(kind: string, place: string | number): string {
  return Buffer.from(JSON.stringify([kind, place])).toString('base64url');
}

/**
 * The place in a cursor.
 * @param kind the list that it must be of
 * @throws Problem CURSOR_INVALID
 */
export function decodeCursor(kind: string, cursor: string): string | number {
  const place = placeIn(kind, cursor);
  if (place !== null) return place;
  const message = 'must be the next_cursor of an earlier page of this list';
  throw new Problem('CURSOR_INVALID', `cursor: ${message}`, { errors: [{ field: 'cursor', message }] });
}

function placeIn(kind: string, cursor: string): string | number | null {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(decoded) || decoded.length !== 2 || decoded[0] !== kind) return null;
    const place: unknown = decoded[1];
    return typeof place === 'string' || Number.isSafeInteger(place) ? (place as string | number) : null;
  } catch {
    return null; // not JSON
  }
}
