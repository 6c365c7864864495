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

/** Versions of one statement. A member is like the first of its group, and has the same words of the question. */
export function versionGroups(
  items: readonly Comparable[],
  { versionsFrom, fewVersionsFrom, fewTerms }: SamenessConstants,
): Groups {
  return grouped(
    items,
    'first',
    (one, other) =>
      one.answers.size > 0 &&
      haveSame(one.answers, other.answers) &&
      dice(one.terms, other.terms) >=
        (Math.max(one.terms.size, other.terms.size) > fewTerms ? versionsFrom : fewVersionsFrom),
  );
}

/** Wordings of one statement: they differ in fillers, or the one says a little more. */
export function wordingGroups(items: readonly Comparable[], constants: SamenessConstants): Groups {
  return grouped(items, 'any', (one, other) => {
    if (!haveSame(one.numbers, other.numbers)) return false;
    const alike = dice(one.terms, other.terms);
    if (alike >= constants.wordingsFrom) return true;
    const common = shared(one.terms, other.terms);
    return (
      alike >= constants.containedFrom && common > 1 && common === Math.min(one.terms.size, other.terms.size)
    );
  });
}

function grouped(
  items: readonly Comparable[],
  likeness: 'first' | 'any',
  same: (one: Comparable, other: Comparable) => boolean,
): number[][] {
  const groups: number[][] = [];
  for (const [place, item] of items.entries()) {
    const group = groups.find((members) =>
      (likeness === 'first' ? members.slice(0, 1) : members).some(
        (member) =>
          items[member]!.source === item.source &&
          isStatement(items[member]!) &&
          isStatement(item) &&
          same(items[member]!, item),
      ),
    );
    if (group) group.push(place);
    else groups.push([place]);
  }
  return groups;
}

/** One word states nothing. */
function isStatement({ terms }: Comparable): boolean {
  return terms.size > 1;
}

/** 2 × shared / all: 1 for the same sets, 0 for none in common (Dice 1945). Sets without terms are like no other. */
function dice(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  return one.size + other.size === 0 ? 0 : (2 * shared(one, other)) / (one.size + other.size);
}

function shared(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  let count = 0;
  for (const term of one) if (other.has(term)) count += 1;
  return count;
}

function haveSame(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  return one.size === other.size && shared(one, other) === one.size;
}
