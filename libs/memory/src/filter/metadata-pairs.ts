import type { JsonObject, JsonValue } from '@somabrain/kernel';
import { FILTER_BOUNDS, type FilterScalar } from './filter-expression';
import { itemsOf } from './metadata-values';

export type MetadataPair = readonly [path: string, value: FilterScalar];

/**
 * Every scalar that a condition on the metadata can find, with the path that finds it: what `metadataValues` would answer for all paths.
 */
export function metadataPairs(metadata: JsonObject): MetadataPair[] {
  const pairs: MetadataPair[] = [];
  for (const [name, value] of Object.entries(metadata)) {
    addScalars(name, value, pairs);
    if (!name.includes('.')) addInner(name, value, 2, pairs);
  }
  return pairs;
}

function addScalars(path: string, value: JsonValue, pairs: MetadataPair[]): void {
  for (const item of itemsOf([value]))
    if (typeof item !== 'object' || item === null) pairs.push([path, item]);
}

/** Adds what objects at a path have. A name with dots leads nowhere there: its path reads otherwise. */
function addInner(path: string, value: JsonValue, level: number, pairs: MetadataPair[]): void {
  if (level > FILTER_BOUNDS.levels) return;
  for (const object of Array.isArray(value) ? value : [value]) {
    if (typeof object !== 'object' || object === null || Array.isArray(object)) continue;
    for (const [name, member] of Object.entries(object)) {
      if (name.includes('.')) continue;
      addScalars(`${path}.${name}`, member, pairs);
      addInner(`${path}.${name}`, member, level + 1, pairs);
    }
  }
}
