import type { Analyser } from './analyser';
import { words } from './words';

/** Near-synonyms of a term with weights from 0 to 1. */
export class Thesaurus {
  private readonly synonyms = new Map<string, Map<string, number>>();

  /** @param groups one group of near-synonyms per line; the analyser turns its words into terms */
  constructor(groups: string, analyser: Analyser) {
    for (const line of groups.split('\n')) {
      const terms = [...new Set(words(line).map((word) => analyser.reduce(word)))];
      for (const term of terms)
        for (const other of terms) if (other !== term) this.relate(term, other, groupWeight(terms.length));
    }
  }

  /** The near-synonyms of a term; empty if it has none. */
  synonymsOf(term: string): ReadonlyMap<string, number> {
    return this.synonyms.get(term) ?? NONE;
  }

  private relate(term: string, other: string, weight: number): void {
    let related = this.synonyms.get(term);
    if (related === undefined) this.synonyms.set(term, (related = new Map<string, number>()));
    related.set(other, Math.max(weight, related.get(other) ?? 0));
  }
}

const NONE: ReadonlyMap<string, number> = new Map();

/** Words of a large group are less alike: min(1, 2.5 / n + 0.25) for a group of n terms. */
export function groupWeight(size: number): number {
  return Math.min(1, 2.5 / size + 0.25);
}
