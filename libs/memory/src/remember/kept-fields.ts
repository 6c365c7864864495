import type { JsonObject, Problem } from '@somabrain/kernel';
import { oversizedMetadata } from '../change/apply-patch';
import type { KeptField, NewMemory } from '../memory';

/**
 * The fields of a memory that is remembered under a known key: the given ones, and the stored values of those that it keeps.
 * VALIDATION_FAILED when the merged metadata is larger than 16 KiB.
 */
export function withKeptFields(
  stored: NewMemory,
  given: NewMemory,
  keeps: readonly KeptField[],
): NewMemory | Problem {
  const kept = Object.fromEntries(keeps.map((field) => [field, stored[field]]));
  if (!keeps.includes('metadata')) return { ...given, ...kept };
  const metadata = mergeMembers(stored.metadata, given.metadata);
  return oversizedMetadata(metadata) ?? { ...given, ...kept, metadata };
}

/** Given members replace those that are stored, and null clears one. The same members a second time change nothing. */
function mergeMembers(stored: JsonObject, given: JsonObject): JsonObject {
  // Without a prototype, a member named `__proto__` is a member like any other.
  const merged = Object.assign(Object.create(null) as JsonObject, stored);
  for (const [name, value] of Object.entries(given)) {
    if (value !== null) merged[name] = value;
    else if (Object.hasOwn(stored, name) && stored[name] !== null) Reflect.deleteProperty(merged, name);
  }
  return merged;
}
