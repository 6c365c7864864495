import { isDeepStrictEqual } from 'node:util';
import { type JsonObject, type JsonValue, Problem } from '@somabrain/kernel';
import type { MemoryPatch, NewMemory } from '../memory';

const MAX_METADATA_BYTES = 16 * 1024;

/**
 * The fields after a patch; null where it changes nothing; VALIDATION_FAILED when the merged metadata is larger than 16 KiB.
 * A time to live that is given begins anew, so it always is a change.
 */
export function applyPatch(fields: NewMemory, patch: MemoryPatch): NewMemory | Problem | null {
  const metadata = patch.metadata ? mergePatch(fields.metadata, patch.metadata) : fields.metadata;
  const oversized = patch.metadata ? oversizedMetadata(metadata) : null;
  if (oversized) return oversized;
  const patched: NewMemory = { ...fields, ...patch, metadata };
  const renewed = typeof patch.ttlSeconds === 'number';
  return renewed || !isDeepStrictEqual(plain(patched), plain(fields)) ? patched : null;
}

/** Refuses metadata that a change made too large; null if they are fine. */
export function oversizedMetadata(metadata: JsonObject): Problem | null {
  if (Buffer.byteLength(JSON.stringify(metadata)) <= MAX_METADATA_BYTES) return null;
  const message = 'must have at most 16 KiB as JSON, also after the change';
  return new Problem('VALIDATION_FAILED', `metadata: ${message}`, {
    errors: [{ field: 'metadata', message }],
  });
}

/** Without the prototypes, which merging takes away. */
function plain(fields: NewMemory): unknown {
  return JSON.parse(JSON.stringify(fields));
}

/** Merges a patch into an object: members are replaced, null removes one, objects are merged (RFC 7396). */
function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  // Without a prototype, a member named `__proto__` is a member like any other.
  const merged = Object.assign(Object.create(null) as JsonObject, target);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, name);
    else merged[name] = isObject(value) ? mergePatch(objectAt(target, name), value) : value;
  }
  return merged;
}

function objectAt(target: JsonObject, name: string): JsonObject {
  const value = Object.hasOwn(target, name) ? target[name] : undefined;
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
