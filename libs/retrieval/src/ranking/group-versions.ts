/** What of a memory shows whether it says the same as another. */
export interface Comparable {
  /** Its terms, without fillers. */
  readonly terms: ReadonlySet<number>;
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
        (Math.max(one.terms.size, other.terms.size) > fewTerms ? versionsFrom : fewVersionsFrom) &&
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
    const isContained = common > 1 && common === Math.min(one.terms.size, other.terms.size);
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
    const common = new CommonTerms();
    for (const [place, item] of items.entries()) {
      if (!isStatement(item)) {
        common.pass();
        continue;
      }
      const counts = common.withThoseBefore(item);
      for (let before = 0; before < place; before++) {
        const other = items[before]!;
        if (
          counts[before]! > 0 &&
          dice(item, other, counts[before]!) >= least &&
          item.source === other.source
        )
          this.add(item, other, counts[before]!);
      }
    }
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

/** Counts what items have in common with those before them, by lists of the items of each term: most pairs have little or nothing. */
class CommonTerms {
  private readonly itemsOf = new Map<number, number[]>();
  private items = 0;

  /** How many terms each item before has in common with this one, which is counted with those before from then on. */
  withThoseBefore({ terms }: Comparable): Uint32Array {
    const counts = new Uint32Array(this.items);
    for (const term of terms) {
      const before = this.itemsOf.get(term);
      if (!before) this.itemsOf.set(term, [this.items]);
      else {
        for (const item of before) counts[item]! += 1;
        before.push(this.items);
      }
    }
    this.items += 1;
    return counts;
  }

  /** Counts an item that has nothing in common with any. */
  pass(): void {
    this.items += 1;
  }
}

/** One word states nothing. */
function isStatement({ terms }: Comparable): boolean {
  return terms.size > 1;
}

/** 2 × common / all: 1 for the same sets, 0 for none in common (Dice 1945). */
function dice(one: Comparable, other: Comparable, common: number): number {
  return (2 * common) / (one.terms.size + other.terms.size);
}

function haveSame(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  if (one.size !== other.size) return false;
  for (const each of one) if (!other.has(each)) return false;
  return true;
}
