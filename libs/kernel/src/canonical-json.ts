import canonicalize from 'canonicalize';
import { JsonValue } from './json';

/**
 * The RFC 8785 form of a JSON value: one byte sequence per value, whatever the order of its members.
 * @throws Error when a number is not finite
 */
export function canonicalJson(value: JsonValue): string {
  const text = isWrittenInOrder(value) ? JSON.stringify(value) : canonicalize(value);
  if (text === undefined) throw new Error('Only JSON values have a canonical form');
  return text;
}

/**
 * Whether `JSON.stringify` writes the canonical form: it writes numbers and texts as RFC 8785 asks, and members in the order they have. Native
 * code is faster, so what is digested often is made with its members in order.
 */
function isWrittenInOrder(value: JsonValue | undefined): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return value !== undefined;
  if (Array.isArray(value)) return value.every(isWrittenInOrder);
  if (typeof value.toJSON === 'function') return false;
  let last: string | null = null;
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (last !== null && name <= last) return false;
    if (member !== undefined && !isWrittenInOrder(member)) return false;
    last = name;
  }
  return true;
}
