import type { Database } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import type { RunChange, WeighedLink } from './consolidation';
import type { LinkType } from '../links/link';
import type { Memory } from '../memory';
import { readLiveMemories } from '../postgres/live-memories';
import { epochMs, MEMORY_COLUMNS, memoryOf, type MemoryRecord } from '../postgres/memory-rows';

const PAGE_ROWS = 200;
const LIVE = '(m.expires_at is null or m.expires_at > now())';

const COUNT = {
  text: `select count(*)::float8 as count from memories m where m.tenant_id = $1 and ($2::text is null or m.namespace = $2)`,
};
const PAGE = {
  text: `select m.arrival, ${MEMORY_COLUMNS} from memories m
    where m.tenant_id = $1 and m.id > $3 and ($2::text is null or m.namespace = $2) and ${LIVE}
    order by m.id limit ${PAGE_ROWS}`,
};
const ONCE_CLOSED = {
  text: `select distinct v.memory_id as id from memory_versions v
    where v.tenant_id = $1 and v.memory_id = any ($2::uuid[]) and v.closed is not null`,
};
const FADING_LINKS = {
  text: `
    select l.source_id, l.type, l.target, l.weight, ${epochMs('coalesce(l.weighed_at, l.created_at)')} as since_ms,
      ${epochMs('now()')} as now_ms
    from memory_links l
    where l.tenant_id = $1 and l.type = $2 and coalesce(l.weighed_at, l.created_at) <= now() - $3 * interval '1 millisecond'
      and (l.source_id, l.type, l.target) > ($4::uuid, $5, $6)
    order by l.source_id, l.type, l.target limit ${PAGE_ROWS}`,
};
const RUN_CHANGES = {
  text: `select memory_id, link, kind, detail from sleep_changes
    where tenant_id = $1 and run_id = $2 and (memory_id, link) > ($3::uuid, $4) order by memory_id, link limit ${PAGE_ROWS}`,
};
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** A memory and its place in the order of arrival. */
export type Arrived = Memory & { readonly arrival: number };

/** A link that fades, and the time of its last change. Times are milliseconds since the Unix epoch, by the database's clock. */
export interface FadingLink {
  readonly sourceId: string;
  readonly type: LinkType;
  readonly target: string;
  readonly weight: number;
  readonly since: number;
  readonly now: number;
}

interface LinkRow {
  source_id: string;
  type: LinkType;
  target: string;
  weight: number;
  since_ms: number;
  now_ms: number;
}

interface ChangeRow {
  memory_id: string;
  link: string;
  kind: RunChange['kind'];
  detail: { version: number; before: number; after: number; weighed_at: number | null };
}

/** Reads all memories and links of a tenant page by page, so that one page is in memory at a time. Throws DATABASE_UNAVAILABLE. */
export class StoredMemories {
  constructor(private readonly database: Database) {}

  /** How many memories there are, expired ones too. @param namespace null: in all */
  async count(tenant: TenantId, namespace: string | null): Promise<number> {
    const [row] = await this.database.readTenant({ tenant }, (transaction) =>
      transaction.query<{ count: number }>(COUNT, [tenant, namespace]),
    );
    return row?.count ?? 0;
  }

  /** Pages of the memories that have not expired, closed ones too, in the order of ids. @param namespace null: of all */
  async *pages(tenant: TenantId, namespace: string | null): AsyncGenerator<Arrived[]> {
    for (let [after, more] = [FIRST_ID, true]; more;) {
      const rows = await this.database.readTenant({ tenant }, (transaction) =>
        transaction.query<MemoryRecord & { arrival: string }>(PAGE, [tenant, namespace, after]),
      );
      yield rows.map((row) => ({ ...memoryOf(row), arrival: Number(row.arrival) }));
      after = rows.at(-1)?.id ?? after;
      more = rows.length === PAGE_ROWS;
    }
  }

  /** The memories with these ids that have not expired, by id. */
  withIds(tenant: TenantId, ids: readonly string[]): Promise<Map<string, Memory>> {
    return readLiveMemories(this.database, { tenant }, ids);
  }

  /** Which of the memories were closed in an earlier version. */
  async onceClosed(tenant: TenantId, ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.readTenant({ tenant }, (transaction) =>
      transaction.query<{ id: string }>(ONCE_CLOSED, [tenant, ids]),
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Pages of links of a type whose weight has not changed for a while. @param milliseconds at least this long */
  async *fadingLinks(tenant: TenantId, type: LinkType, milliseconds: number): AsyncGenerator<FadingLink[]> {
    let after: readonly [string, string, string] = [FIRST_ID, '', ''];
    for (let more = true; more;) {
      const values = [tenant, type, milliseconds, ...after];
      const rows = await this.database.readTenant({ tenant }, (transaction) =>
        transaction.query<LinkRow>(FADING_LINKS, values),
      );
      yield rows.map((row) => ({
        sourceId: row.source_id,
        type: row.type,
        target: row.target,
        weight: row.weight,
        since: row.since_ms,
        now: row.now_ms,
      }));
      const last = rows.at(-1);
      if (last) after = [last.source_id, last.type, last.target];
      more = rows.length === PAGE_ROWS;
    }
  }

  /** Pages of the changes of a run. */
  async *runChanges(tenant: TenantId, run: string): AsyncGenerator<RunChange[]> {
    let after: readonly [string, string] = [FIRST_ID, ''];
    for (let more = true; more;) {
      const values = [tenant, run, ...after];
      const rows = await this.database.readTenant({ tenant }, (transaction) =>
        transaction.query<ChangeRow>(RUN_CHANGES, values),
      );
      yield rows.map(changeOf);
      const last = rows.at(-1);
      if (last) after = [last.memory_id, last.link];
      more = rows.length === PAGE_ROWS;
    }
  }
}

function changeOf({ memory_id: memoryId, link, kind, detail }: ChangeRow): RunChange {
  if (kind !== 'weighed') return { kind, memoryId, version: detail.version };
  const space = link.indexOf(' ');
  const weighed: WeighedLink = {
    sourceId: memoryId,
    type: link.slice(0, space) as LinkType,
    target: link.slice(space + 1),
    weight: detail.before,
    before: detail.after,
    weighedAt: detail.weighed_at,
  };
  return { kind, link: weighed };
}
