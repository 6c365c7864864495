import type { NamespaceStore } from '../index/namespace-store';
import type { QueryPlan } from '../lexical/query-plan';
import { AlikePairs, type Comparable, versionGroups, wordingGroups } from './group-versions';
import { inTimeOrder } from './in-time-order';
import type { RankQuery } from './rank-query';
import type { RankingAssets } from './ranking-assets';
import type { RankingConstants } from './ranking-constants';
import { comparableOf } from './comparable';

/** So many of the best are looked at when alike results change places. */
export const PLACED_AMONG = 50;

/** A document with its score. */
export interface Scored {
  readonly document: number;
  readonly score: number;
}

/** The same in its place. */
export interface Placed extends Scored {
  /** What its score gained or lost by that. */
  readonly moved: number;
  /** Whether a newer one says the same, perhaps with another value. */
  readonly older: boolean;
}

/** What the results are of. */
export interface Ranking {
  readonly store: NamespaceStore;
  readonly plan: QueryPlan;
  readonly assets: RankingAssets;
  readonly constants: RankingConstants;
  /** What somebody said of documents as answers to the question: it counts more than their age. */
  readonly feedback: ReadonlyMap<number, number>;
}

interface Compared extends Scored, Pick<Placed, 'older'> {
  readonly says: Comparable;
}

/**
 * The best in their places: in order of time where the question asks for what comes last or first, the newest version of a statement before
 * the older ones, and what repeats others behind what is new.
 * @param ranked best first
 */
export function placed(ranked: readonly Scored[], ranking: Ranking, query: RankQuery): Placed[] {
  const { store, constants } = ranking;
  const { order = null, ranges = [] } = query.time ?? {};
  const timed = order
    ? inTimeOrder(ranked, ({ document }) => store.documents.time(document), order, constants.time.orderedFrom)
    : ranked;
  const fields = comparableOf(ranking);
  const items = timed
    .slice(0, PLACED_AMONG)
    .map((item) => ({ ...item, says: fields(item.document), older: false }));
  const alike = new AlikePairs(
    items.map(({ says }) => says),
    constants.sameness,
  );
  // A question of the past wants what was true then.
  const current = order === 'oldest' || ranges.length > 0 ? items : newestFirst(items, alike, ranking);
  const varied = repeatsLast(current, alike, ranking, query.diversity);
  const rest = timed.slice(PLACED_AMONG).map((item) => ({ ...item, older: false }));
  const before = new Map(ranked.map(({ document, score }) => [document, score]));
  return bestFirst([...varied, ...rest])
    .filter(({ older }) => !older || query.history !== false)
    .slice(0, query.limit)
    .map(({ document, score, older }) => ({ document, score, older, moved: score - before.get(document)! }));
}

/** Versions of one statement, the newest first: they exchange their scores. */
function newestFirst(
  items: readonly Compared[],
  alike: AlikePairs,
  { store, constants, feedback }: Ranking,
): Compared[] {
  const placed = [...items];
  const statements = items.map(({ says }) => says);
  for (const versions of versionGroups(statements, alike, constants.sameness)) {
    const group = versions.filter((place) => !feedback.has(items[place]!.document));
    if (group.length < 2) continue;
    const members = group.map((place) => items[place]!);
    members.sort(byAge(store, members));
    for (const [index, place] of group.entries())
      placed[place] = { ...members[index]!, score: items[place]!.score, older: index > 0 };
  }
  return placed;
}

/** Newest first: by the time of what happened where all have one, else by arrival. */
function byAge({ documents }: NamespaceStore, members: readonly Scored[]) {
  const dated = members.every(({ document }) => !Number.isNaN(documents.occurredAt.values[document]!));
  return (one: Scored, other: Scored): number =>
    (dated ? documents.occurredAt.values[other.document]! - documents.occurredAt.values[one.document]! : 0) ||
    documents.compareByArrival(other.document, one.document);
}

/** Those of another day may tell of something that happened again: they keep so much at least. */
const ANOTHER_DAY = 0.1;
const DAY_IN_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Wordings of one statement beyond the first few lose a share of their scores; without a score they are left out. */
function repeatsLast(
  items: readonly Compared[],
  alike: AlikePairs,
  { store, constants }: Ranking,
  diversity = constants.sameness.diversity,
): Compared[] {
  if (diversity === 0) return [...items];
  const placed = [...items];
  const statements = items.map(({ says }) => says);
  for (const group of wordingGroups(statements, alike, constants.sameness)) {
    const dayOf = (place: number) =>
      Math.floor(store.documents.occurredAt.values[items[place]!.document]! / DAY_IN_MILLISECONDS);
    const kept = group.slice(0, constants.sameness.wordingsKept);
    const days = new Set(kept.map(dayOf));
    for (const place of group.slice(kept.length)) {
      const share = days.has(dayOf(place)) ? 1 - diversity : Math.max(ANOTHER_DAY, 1 - diversity);
      placed[place] = { ...items[place]!, score: items[place]!.score * share };
    }
  }
  return placed.filter(({ score }) => score > 0);
}

/** By score; of equals in the order given. */
function bestFirst<T extends Scored>(items: readonly T[]): T[] {
  return [...items].sort((one, other) => other.score - one.score);
}
