import { familyNumber, isBare, isVersion } from '../index/key-family-code';
import type { Groups } from './group-versions';
import type { NamespaceStore } from '../index/namespace-store';

/** A result, in the namespace that it is in. */
interface Placeable {
  readonly home: { readonly store: NamespaceStore };
  readonly document: number;
}

/**
 * Groups of results with those joined whose keys are of one family: a key and what is counted up from it, or keys with the marks of versions.
 * Counters and dates alone are a series, such as the entries of a diary. @param groups partition of the places of `items`
 */
export function withKeyFamilies(groups: Groups, items: readonly Placeable[]): Groups {
  const families = familiesOf(items);
  if (families.length === 0) return groups;
  const groupOf: number[] = [];
  for (const [number, group] of groups.entries()) for (const place of group) groupOf[place] = number;
  for (const [first, ...others] of families)
    for (const other of others) {
      const [kept, joined] = [groupOf[first!]!, groupOf[other]!];
      for (const [place, number] of groupOf.entries()) if (number === joined) groupOf[place] = kept;
    }
  const joined = new Map<number, number[]>();
  for (const [place, number] of groupOf.entries()) {
    const group = joined.get(number);
    if (group) group.push(place);
    else joined.set(number, [place]);
  }
  return [...joined.values()];
}

/** The places of results of each family of which there are several. */
function familiesOf(items: readonly Placeable[]): number[][] {
  const codes = items.map(({ home, document }) => home.store.documents.keyFamily.values[document]!);
  if (!codes.some((code) => code !== 0)) return [];
  const families = new Map<string, number[]>();
  const homes = [...new Set(items.map(({ home }) => home))];
  for (const [place, code] of codes.entries()) {
    if (code === 0) continue;
    const family = `${homes.indexOf(items[place]!.home)} ${familyNumber(code)}`;
    const places = families.get(family);
    if (places) places.push(place);
    else families.set(family, [place]);
  }
  return [...families.values()].flatMap((places) => {
    const isComplete = places.some((place) => isBare(codes[place]!));
    const members = isComplete ? places : places.filter((place) => isVersion(codes[place]!));
    return members.length > 1 ? [members] : [];
  });
}
