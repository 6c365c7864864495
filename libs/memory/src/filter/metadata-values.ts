import type { JsonObject, JsonValue } from '@somabrain/kernel';
import { type MetadataField, readingsOf } from './filter-expression';

/** The values at a path of the metadata: several where it leads through lists. A list at its end is one value. */
export function metadataValues(metadata: JsonObject, field: MetadataField): JsonValue[] {
  return readingsOf(field).flatMap((path) =>
    path.reduce<JsonValue[]>((values, name) => values.flatMap((value) => step(value, name)), [metadata]),
  );
}

/** The values with the items of lists in place of the lists. */
export function itemsOf(values: readonly JsonValue[]): JsonValue[] {
  return values.flatMap((value) => (Array.isArray(value) ? value : [value]));
}

function step(value: JsonValue, name: string): JsonValue[] {
  const objects = Array.isArray(value) ? value : [value];
  return objects.flatMap((object) =>
    isObject(object) && Object.hasOwn(object, name) ? [object[name]!] : [],
  );
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
