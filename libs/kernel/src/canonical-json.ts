import canonicalize from 'canonicalize';
import { JsonValue } from './json';

/**
 * The RFC 8785 form of a JSON value: one byte sequence per value, whatever the order of its members.
 * @throws Error when a number is not finite
 */
export function canonicalJson(value: JsonValue): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('Only JSON values have a canonical form');
  return text;
}
