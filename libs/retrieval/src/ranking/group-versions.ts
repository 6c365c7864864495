/** What of a memory shows whether it says the same as another. */
export interface Comparable {
  /** Its terms, each once, without fillers. */
  readonly terms: readonly number[];
  /** Those of them that are numbers. */
  readonly numbers: ReadonlySet<number>;
  /** Words of the question that it has. */
  readonly answers: ReadonlySet<number>;
  /** Whose it is, and who says it: others never say the same. */
  readonly source: string;
}

/** When memories are taken for one. */
export interface SamenessConstants {
  /** Dice coefficient of the terms from which two are versions of one statement: the rest is its value. */
  readonly versionsFrom: number;
  /** The same for texts of few terms, and what few is: the value is a large part of these. */
  readonly fewVersionsFrom: number;
  readonly fewTerms: number;
  /** The same from which they are wordings of one; where the one has all terms of the other, less is enough. */
  readonly wordingsFrom: number;
  readonly containedFrom: number;
  /** Wordings of one that keep their places. */
  readonly wordingsKept: number;
  /** What the others lose of their scores. */
  readonly diversity: number;
}

/** Members of a list by their places, each list a group. Single ones are groups of one. */
export type Groups = readonly (readonly number[])[];

/** Versions of one statement. A member is like the first of its group, and has the same words of the question. @param alike pairs of the items */
export function versionGroups(
  items: readonly Comparable[],
  alike: AlikePairs,
  { versionsFrom, fewVersionsFrom, fewTerms }: SamenessConstants,
): Groups {
  return grouped(
    items,
    alike,
    'first',
    (one, other, common) =>
      dice(one, other, common) >=
        (Math.max(one.terms.length, other.terms.length) > fewTerms ? versionsFrom : fewVersionsFrom) &&
      one.answers.size > 0 &&
      haveSame(one.answers, other.answers),
  );
}

/** Wordings of one statement: they differ in fillers, or the one says a little more. @param alike pairs of the items */
export function wordingGroups(
  items: readonly Comparable[],
  alike: AlikePairs,
  constants: SamenessConstants,
): Groups {
  return grouped(items, alike, 'any', (one, other, common) => {
    const share = dice(one, other, common);
    const isContained = common > 1 && common === Math.min(one.terms.length, other.terms.length);
    return (
      (share >= constants.wordingsFrom || (share >= constants.containedFrom && isContained)) &&
      haveSame(one.numbers, other.numbers)
    );
  });
}

/** Each goes into the first group with a member, or with a first member, that says the same. @param same is told how many terms both have */
function grouped(
  items: readonly Comparable[],
  alike: AlikePairs,
  likeness: 'first' | 'any',
  same: (one: Comparable, other: Comparable, common: number) => boolean,
): number[][] {
  const groups: number[][] = [];
  const groupOf: number[] = [];
  for (const [place, item] of items.entries()) {
    const others = alike.of(item);
    let found = groups.length;
    for (let member = 0; others && member < place; member++) {
      const common = others.get(items[member]!);
      const group = groupOf[member]!;
      if (common === undefined || group >= found || (likeness === 'first' && groups[group]![0] !== member))
        continue;
      if (same(items[member]!, item, common)) found = group;
    }
    groupOf.push(found);
    (groups[found] ??= []).push(place);
  }
  return groups;
}

type Partners = ReadonlyMap<Comparable, number>;

/** Pairs of one source that have many terms in common, and how many: what says the same is among them, and few results have a partner. */
export class AlikePairs {
  private readonly partners = new Map<Comparable, Map<Comparable, number>>();

  constructor(
    items: readonly Comparable[],
    { versionsFrom, fewVersionsFrom, wordingsFrom, containedFrom }: SamenessConstants,
  ) {
    const least = Math.min(versionsFrom, fewVersionsFrom, wordingsFrom, containedFrom);
    const counts = new Uint8Array(items.length);
    for (const [place, item] of items.entries()) {
      if (!isStatement(item)) continue;
      itemsByTerm.countThoseBefore(item.terms, place, counts);
      for (let before = 0; before < place; before++) {
        const common = counts[before]!;
        if (common === 0) continue;
        counts[before] = 0;
        const other = items[before]!;
        if (dice(item, other, common) >= least && item.source === other.source) this.add(item, other, common);
      }
    }
    itemsByTerm.clear();
  }

  /** What is like an item, with the number of terms in common. */
  of(item: Comparable): Partners | undefined {
    return this.partners.get(item);
  }

  private add(one: Comparable, other: Comparable, common: number): void {
    for (const [each, partner] of [
      [one, other],
      [other, one],
    ] as const) {
      const known = this.partners.get(each);
      if (known) known.set(partner, common);
      else this.partners.set(each, new Map([[partner, common]]));
    }
  }
}

/** Lists of the items of each term: most pairs of items have little or nothing in common. */
class ItemsByTerm {
  /** By term: its last entry, plus 1; 0 for none. */
  private last = new Uint32Array(0);
  private readonly terms: number[] = [];
  private readonly items: number[] = [];
  /** By entry: the one before of the same term, plus 1. */
  private readonly before: number[] = [];

  /** Adds to `counts`, by item, how many terms items before have in common with an item, which is among them from then on. */
  countThoseBefore(terms: readonly number[], item: number, counts: Uint8Array): void {
    for (const term of terms) {
      if (term >= this.last.length) this.makeRoom(term);
      const last = this.last[term]!;
      for (let entry = last; entry > 0; entry = this.before[entry - 1]!) counts[this.items[entry - 1]!]! += 1;
      this.terms.push(term);
      this.items.push(item);
      this.last[term] = this.before.push(last);
    }
  }

  clear(): void {
    for (const term of this.terms) this.last[term] = 0;
    this.terms.length = this.items.length = this.before.length = 0;
  }

  private makeRoom(term: number): void {
    const larger = new Uint32Array(Math.ceil(1.5 * (term + 1)));
    larger.set(this.last);
    this.last = larger;
  }
}

/** Empty between questions: its room is for all terms of a process. */
const itemsByTerm = new ItemsByTerm();

/** One word states nothing. */
function isStatement({ terms }: Comparable): boolean {
  return terms.length > 1;
}

/** 2 × common / all: 1 for the same sets, 0 for none in common (Dice 1945). */
function dice(one: Comparable, other: Comparable, common: number): number {
  return (2 * common) / (one.terms.length + other.terms.length);
}

function haveSame(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  if (one.size !== other.size) return false;
  for (const each of one) if (!other.has(each)) return false;
  return true;
}
