import type { JsonObject, JsonValue } from '@somabrain/kernel';
import { type MetadataField, readingsOf } from './filter-expression';

/** The values at a path of the metadata: several where it leads through lists. A list at its end is one value. */
export function metadataValues(metadata: JsonObject, field: MetadataField): JsonValue[] {
  return readingsOf(field).flatMap((path) =>
    path.reduce<JsonValue[]>((values, name) => values.flatMap((value) => step(value, name)), [metadata]),
  );
}

/** The values with the items of lists, and of lists in those, in place of the lists. */
export function itemsOf(values: readonly JsonValue[]): JsonValue[] {
  const items = values.flatMap((value) => (Array.isArray(value) ? value : [value]));
  return items.flatMap((item) => (Array.isArray(item) ? item : [item]));
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
