import { isDerivedMemory } from './derived-memory';
import { decodeTarget } from '../links/link-target';
import type { RememberOperation } from '../planning/write-operation';

/** Ids of the memories that a derived memory repeats: all must be there when it is stored. Empty for any other memory. */
export function sourcesOf({ state, links }: RememberOperation): string[] {
  if (!isDerivedMemory(state.fields)) return [];
  return links.flatMap(({ type, target }) => {
    const named = decodeTarget(target);
    return type === 'derived_from' && 'id' in named ? named.id : [];
  });
}
