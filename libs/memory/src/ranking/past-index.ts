import type { Database } from '@somabrain/database';
import { type Logger, Problem } from '@somabrain/kernel';
import { NamespaceIndex, type RankingAssets } from '@somabrain/retrieval';
import type { FilterExpression } from '../filter/filter-expression';
import { type Filtered, meetsExpression } from '../filter/meets-expression';
import { type EntryRow, indexEntryOf, type NamespaceView } from './index-feed';
import { epochMs } from '../postgres/memory-rows';
import { inSlices } from '../planning/next-turn';
import { takeEntry } from './take-entry';

/** What one recall of the past may hold in memory: states, and characters of those that have to be analysed anew. */
const MAX_STATES = 20_000;
const MAX_CHARACTERS = 32_000_000;

const ENTRY_STATE = `m.version, m.key, m.user_id, m.agent_id, m.session_id, m."position", m.speaker, m.memory_type, m.tags, m.metadata, m.importance,
  ${epochMs('m.occurred_at')} as occurred_ms, ${epochMs('m.expires_at')} as expires_ms`;

/** Times are compared in milliseconds, as answers show them. */
const HELD = (
  since: string,
) => `m.tenant_id = $1 and m.namespace = $2 and date_trunc('milliseconds', ${since}) <= $3
  and (m.expires_at is null or m.expires_at > $3) and m.closed is null`;
const PRESENT = `memories m where ${HELD('m.updated_at')} and m.arrival > 0 order by m.arrival limit ${MAX_STATES + 1}`;
const REPLACED = `memory_versions m where ${HELD('m.recorded_at')}
  and m.replaced_at > '-infinity' and m.replaced_at > $3 and date_trunc('milliseconds', m.replaced_at) > $3 limit ${MAX_STATES + 1}`;

const SIZE = {
  text: `
    select (select count(*) from (select from ${PRESENT}) p)::integer + count(*)::integer as states,
      coalesce(sum(length(r.content)), 0)::double precision as characters
    from (select m.content from ${REPLACED}) r`,
};
const STATES = {
  text: `
    select m.id as memory_id, ${ENTRY_STATE}, m.arrival, ${epochMs('m.created_at')} as created_ms, v.analysed,
      case when v.analysed is null then m.content end as content
    from (select * from ${PRESENT}) m
      left join lateral (
        select v.analysed from memory_vectors v where v.tenant_id = $1 and v.encoder = $4 and v.memory_id = m.id offset 0
      ) v on true
    union all
    select m.memory_id, ${ENTRY_STATE}, p.arrival, ${epochMs('p.created_at')}, null, m.content
    from (select * from ${REPLACED}) m,
      lateral (select p.arrival, p.created_at from memories p where p.tenant_id = $1 and p.id = m.memory_id offset 0) p`,
};

/** What of the past is wanted. */
export interface PastQuestion {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** What the memories must have met then; null: all. */
  readonly where: FilterExpression | null;
}

/** How texts and what belongs to them are read. */
export interface PastAnalysis {
  readonly assets: RankingAssets;
  readonly searchable: ReadonlySet<string>;
}

/** The index, and the places of arrival of what met the conditions; null where there are none. */
export interface PastIndex {
  readonly index: NamespaceIndex;
  readonly arrivals: Float64Array | null;
}

/**
 * An index, for one call, of what the namespace held at a moment. What was removed since then stays away.
 * @throws Problem AS_OF_TOO_LARGE, DATABASE_UNAVAILABLE
 */
export async function indexOfPast(
  database: Database,
  { assets, searchable }: PastAnalysis,
  view: NamespaceView,
  { at, where }: PastQuestion,
  logger: Logger,
): Promise<PastIndex> {
  const { tenant, namespace } = view;
  const values = [tenant, namespace, new Date(at)];
  const rows = await database.readTenant(view, async (transaction) => {
    const [size] = await transaction.query<{ states: number; characters: number }>(SIZE, values);
    if (size && (size.states > MAX_STATES || size.characters > MAX_CHARACTERS)) throw tooLarge(namespace);
    return transaction.query<EntryRow>(STATES, [...values, assets.version]);
  });
  const index = new NamespaceIndex(assets);
  await inSlices(rows, (row) => {
    const entry = indexEntryOf(row, searchable);
    if (entry) takeEntry(index, entry, view, logger);
  });
  return { index, arrivals: where && arrivalsOf(rows, where) };
}

function arrivalsOf(rows: readonly EntryRow[], where: FilterExpression): Float64Array {
  return Float64Array.from(
    rows.filter((row) => meetsExpression(filteredOf(row), where)).map((row) => Number(row.arrival)),
  );
}

function filteredOf(row: EntryRow): Filtered {
  return {
    userId: row.user_id,
    agentId: row.agent_id,
    sessionId: row.session_id,
    speaker: row.speaker,
    key: row.key,
    memoryType: row.memory_type,
    tags: row.tags,
    importance: row.importance,
    occurredAt: row.occurred_ms,
    createdAt: row.created_ms,
    metadata: row.metadata,
  };
}

function tooLarge(namespace: string): Problem {
  const message = `the namespace ${namespace} held more than ${MAX_STATES} memories then`;
  return new Problem(
    'AS_OF_TOO_LARGE',
    `as_of: ${message}, or their texts are too long; ask about the present`,
    {
      errors: [{ field: 'as_of', message }],
    },
  );
}
