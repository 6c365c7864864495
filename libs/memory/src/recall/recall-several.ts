import type { Database } from '@somabrain/database';
import { Problem, type Viewer } from '@somabrain/kernel';
import type { RecallPart } from '../memory';
import type { Found } from './relevant-results';
import type { TimedQuery } from './time/time-question';
import { MAX_NAMESPACES } from '../validation/fields';

const EVERY = '*';
/** Recalls of one question that are under way at once. */
const AT_ONCE = 4;

/** Jumps from one namespace to the next in the index of arrivals: how many memories each has does not matter. */
const NAMESPACES = {
  text: `
    with recursive found (namespace) as (
      (select m.namespace from memories m where m.tenant_id = $1 and m.namespace >= $2 and starts_with(m.namespace, $2) and m.arrival > 0
        order by m.namespace limit 1)
      union all
      select (select m.namespace from memories m
        where m.tenant_id = $1 and m.namespace > f.namespace and starts_with(m.namespace, $2) and m.arrival > 0
        order by m.namespace limit 1)
      from found f where f.namespace is not null
    )
    select namespace from found where namespace is not null limit ${MAX_NAMESPACES + 1}`,
};

/**
 * Asks several namespaces the same, one by one, and joins what they answer. What was known at a time before now is scored with the figures of
 * each namespace.
 * @param ask recalls from one namespace
 * @throws as recall
 */
export async function recallEach(
  names: readonly string[],
  { namespaces: _all, ...query }: TimedQuery,
  ask: (query: TimedQuery) => Promise<Found>,
): Promise<Found> {
  const answers: Found[] = [];
  for (let next = 0; next < names.length; next += AT_ONCE) {
    const some = names.slice(next, next + AT_ONCE);
    answers.push(...(await Promise.all(some.map((namespace) => ask({ ...query, namespace })))));
  }
  return joined(answers, query.limit);
}

/**
 * The namespaces that patterns stand for, each once.
 * @throws Problem VALIDATION_FAILED for patterns that stand for more than 16
 */
export async function namespacesOf(
  database: Database,
  viewer: Viewer,
  patterns: readonly string[],
): Promise<string[]> {
  const names = new Set<string>();
  for (const pattern of patterns) {
    if (!pattern.endsWith(EVERY)) names.add(pattern);
    else
      for (const name of await beginningWith(database, viewer, pattern.slice(0, -EVERY.length)))
        names.add(name);
  }
  if (names.size <= MAX_NAMESPACES) return [...names];
  const message = `stand for more than ${MAX_NAMESPACES} namespaces; name those that you mean`;
  throw new Problem('VALIDATION_FAILED', `namespaces: ${message}`, {
    errors: [{ field: 'namespaces', message }],
  });
}

async function beginningWith(database: Database, viewer: Viewer, prefix: string): Promise<string[]> {
  const rows = await database.readTenant(viewer, (transaction) =>
    transaction.query<{ namespace: string }>(NAMESPACES, [viewer.tenant, prefix]),
  );
  return rows.map(({ namespace }) => namespace);
}

function joined(answers: readonly Found[], limit: number): Found {
  const results = answers
    .flatMap((answer) => answer.results)
    // Scores of 0 are those of a recall without a question, which goes by time.
    .sort((one, other) => other.score - one.score || other.memory.createdAt - one.memory.createdAt);
  const inMind = answers.flatMap((answer) => answer.inMind).sort((one, other) => other.score - one.score);
  return {
    results: results.slice(0, limit),
    fits: answers.some(({ fits }) => fits),
    totalCandidates: answers.reduce((sum, answer) => sum + answer.totalCandidates, 0),
    inMind: inMind.slice(0, limit),
    degraded: [...new Set(answers.flatMap((answer): readonly RecallPart[] => answer.degraded))],
  };
}
