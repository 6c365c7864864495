import { isExtract } from './derived-memory';
import { decodeTarget } from '../links/link-target';
import type { RememberOperation } from '../planning/write-operation';

/** Ids of what an extract is made of: all of them must be there when it is stored. None for what is no extract. */
export function sourcesOf({ state, links }: RememberOperation): string[] {
  if (!isExtract(state.fields)) return [];
  return links.flatMap(({ type, target }) => {
    const named = decodeTarget(target);
    return type === 'derived_from' && 'id' in named ? named.id : [];
  });
}
