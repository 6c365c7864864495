import type { NamespaceStore } from '../index/namespace-store';
import { AlikePairs, type Comparable, versionGroups, wordingGroups } from './group-versions';
import { inTimeOrder } from './in-time-order';
import { withKeyFamilies } from './key-families';
import type { QueryContext } from './query-context';
import type { RankQuery } from './rank-query';
import type { RankingConstants } from './ranking-constants';

/** So many of the best are looked at when alike results change places. */
export const PLACED_AMONG = 50;

/** The namespace that a document is in. */
export interface Home {
  readonly store: NamespaceStore;
  readonly context: QueryContext;
  /** What shows whether a document says the same as others. */
  comparable(document: number): Comparable;
}

/** A document with its score. */
export interface Scored<In extends Home = Home> {
  readonly home: In;
  readonly document: number;
  readonly score: number;
}

/** The same in its place. */
export interface Placed<In extends Home = Home> extends Scored<In> {
  /** What its score gained or lost by that. */
  readonly moved: number;
  /** Whether a newer one says the same, perhaps with another value. */
  readonly older: boolean;
}

interface Compared<In extends Home> extends Scored<In>, Pick<Placed<In>, 'older'> {
  readonly says: Comparable;
  /** The score it came with. */
  readonly before: number;
}

/**
 * The best in their places: in order of time where the question asks for what comes last or first, the newest version of a statement before
 * the older ones, and what repeats others behind what is new.
 * @param ranked best first
 */
export function placed<In extends Home>(
  ranked: readonly Scored<In>[],
  constants: RankingConstants,
  query: RankQuery,
): Placed<In>[] {
  const { order = null, ranges = [] } = query.time ?? {};
  const scored = ranked.map(({ home, document, score }) => ({ home, document, score, before: score }));
  const timed = order
    ? inTimeOrder(
        scored,
        ({ home, document }) => home.store.documents.time(document),
        order,
        constants.time.orderedFrom,
      )
    : scored;
  const items = timed.slice(0, PLACED_AMONG).map(({ home, document, score, before }) => {
    const says = home.comparable(document);
    return { home, document, score, before, says, older: false };
  });
  const alike = new AlikePairs(
    items.map(({ says }) => says),
    constants.sameness,
  );
  // A question of the past wants what was true then.
  const current = order === 'oldest' || ranges.length > 0 ? items : newestFirst(items, alike, constants);
  const varied = repeatsLast(current, alike, constants, query.diversity);
  const rest = timed.slice(PLACED_AMONG).map((item) => ({ ...item, older: false }));
  return bestFirst([...varied, ...rest])
    .filter(({ older }) => !older || query.history !== false)
    .slice(0, query.limit)
    .map(({ home, document, score, older, before }) => ({
      home,
      document,
      score,
      older,
      moved: score - before,
    }));
}

/** The order of arrival, be it in one namespace or in several of a tenant. */
export function byArrival(one: Pick<Scored, 'home' | 'document'>, other: Pick<Scored, 'home' | 'document'>) {
  const [{ documents }, { documents: others }] = [one.home.store, other.home.store];
  return (
    documents.arrival.values[one.document]! - others.arrival.values[other.document]! ||
    (documents.ids[one.document]! < others.ids[other.document]! ? -1 : 1)
  );
}

/** Versions of one statement, the newest first: they exchange their scores. What was rated as an answer keeps its place. */
function newestFirst<In extends Home>(
  items: readonly Compared<In>[],
  alike: AlikePairs,
  { sameness }: RankingConstants,
): Compared<In>[] {
  const placed = [...items];
  const statements = items.map(({ says }) => says);
  for (const versions of withKeyFamilies(versionGroups(statements, alike, sameness), items)) {
    const group = versions.filter((place) => !isRated(items[place]!));
    if (group.length < 2) continue;
    const members = group.map((place) => items[place]!);
    members.sort(byAge(members));
    for (const [index, place] of group.entries())
      placed[place] = { ...members[index]!, score: items[place]!.score, older: index > 0 };
  }
  return placed;
}

function isRated({ home, document }: Scored): boolean {
  return home.context.feedback.has(document);
}

/** Newest first: by the time of what happened where all have one, else by arrival. */
function byAge(members: readonly Scored[]) {
  const dated = members.every((member) => !Number.isNaN(occurredAt(member)));
  return (one: Scored, other: Scored): number =>
    (dated ? occurredAt(other) - occurredAt(one) : 0) || byArrival(other, one);
}

function occurredAt({ home, document }: Scored): number {
  return home.store.documents.occurredAt.values[document]!;
}

/** Those of another day may tell of something that happened again: they keep so much at least. */
const ANOTHER_DAY = 0.1;
const DAY_IN_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Wordings of one statement beyond the first few lose a share of their scores; without a score they are left out. */
function repeatsLast<In extends Home>(
  items: readonly Compared<In>[],
  alike: AlikePairs,
  { sameness }: RankingConstants,
  diversity = sameness.diversity,
): Compared<In>[] {
  if (diversity === 0) return [...items];
  const placed = [...items];
  const statements = items.map(({ says }) => says);
  for (const group of wordingGroups(statements, alike, sameness)) {
    const dayOf = (place: number) => Math.floor(occurredAt(items[place]!) / DAY_IN_MILLISECONDS);
    const kept = group.slice(0, sameness.wordingsKept);
    const days = new Set(kept.map(dayOf));
    for (const place of group.slice(kept.length)) {
      const share = days.has(dayOf(place)) ? 1 - diversity : Math.max(ANOTHER_DAY, 1 - diversity);
      placed[place] = { ...items[place]!, score: items[place]!.score * share };
    }
  }
  return placed.filter(({ score }) => score > 0);
}

/** By score; of equals in the order given. */
function bestFirst<T extends Pick<Scored, 'score'>>(items: readonly T[]): T[] {
  return [...items].sort((one, other) => other.score - one.score);
}
