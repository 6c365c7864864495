import type { Database } from '@somabrain/database';
import type { RankQuery, RecallFilter } from '@somabrain/retrieval';
import { expressionOf } from '../filter/expression-of';
import { indexFilterOf } from '../filter/index-filter';
import { askedTime, type TimedQuery } from './time/time-question';
import { memoryConditions } from '../postgres/memory-conditions';
import type { NamespaceView, NamespaceViews } from '../ranking/index-feed';

/** Ranked beyond the limit, to take the place of winners that are gone when they are read. */
const SPARE = 20;

/** A recall that asks something. */
export type Question = TimedQuery & { readonly query: string };

export function isQuestion(query: TimedQuery): query is Question {
  return query.query !== null;
}

/** The question to the search index, with what Postgres says of conditions that the index does not know. */
export async function askedOf(
  database: Database,
  views: NamespaceViews,
  query: Question,
): Promise<RankQuery> {
  const { filter, complete } = indexFilterOf(expressionOf(query.filter));
  if (complete) return questionOf(query, filter);
  const arrivals: number[] = [];
  for (const view of views) arrivals.push(...(await admitted(database, view, query)));
  return questionOf(query, { ...filter, arrivals: Float64Array.from(arrivals) });
}

export function questionOf(
  { query, limit, explain, inMind, questionTime, history, diversity }: Question,
  filter: RecallFilter,
): RankQuery {
  return {
    text: query,
    limit: limit + SPARE,
    filter,
    explain,
    ...(inMind && { workingMemoryIds: inMind }),
    ...(questionTime && { time: askedTime(questionTime) }),
    ...(history !== undefined && { history }),
    ...(diversity !== undefined && { diversity }),
  };
}

/** The places of arrival of the memories that meet a filter: filters hold before ranking. */
async function admitted(
  database: Database,
  view: NamespaceView,
  { filter }: Question,
): Promise<readonly number[]> {
  const { sql, values } = memoryConditions(view.tenant, { namespace: view.namespace, key: null, filter });
  const text = `select coalesce(array_agg(m.arrival::double precision), '{}') as arrivals from memories m where ${sql} and m.arrival > 0`;
  const [row] = await database.readTenant(view, (transaction) =>
    transaction.query<{ arrivals: number[] }>({ text }, values),
  );
  return row?.arrivals ?? [];
}
