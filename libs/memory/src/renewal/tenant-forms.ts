import { binaryArray, type Database, lockHeads, type TenantTransaction } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import type { FormToRenew, RankingEngine } from '../ranking/ranking-engine';

/** Memories a chunk: some 20 ms of analysis for messages, seconds for the longest texts, in turns with recalls. */
const CHUNK = 200;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
/** Processes of the release before still read the older forms while an upgrade rolls out, and would after it is taken back. */
const OLDER_KEPT = `interval '1 day'`;

interface Head {
  readonly forms_version: string | null;
  readonly forms_upto: string | null;
  readonly forms_renewed_at: Date | null;
}

interface MemoryRow {
  readonly id: string;
  readonly version: number;
  /** Null where the memory has a form of the version. */
  readonly content: string | null;
  readonly encoder: string | null;
  readonly analysed: Buffer | null;
}

/** Tenants whose forms have to be looked at, of the version `$1`. */
export const DUE_TENANTS = {
  text: `select tenant_id from tenant_heads
    where change_seq > 0 and (forms_version is distinct from $1 or forms_renewed_at is null
      or older_forms and forms_renewed_at < now() - ${OLDER_KEPT})
    order by tenant_id limit 1000`,
};
const HEAD = {
  text: `select forms_version, forms_upto, forms_renewed_at from tenant_heads where tenant_id = $1`,
};
// OFFSET 0 makes each id a look-up of its own, however few rows the planner believes the tenant to have.
const MEMORIES = {
  text: `
    with other as (select encoder from memory_vectors where tenant_id = $1 and encoder <> $2 order by encoder desc limit 1)
    select m.id, m.version, case when v.memory_id is null then m.content end as content, o.encoder, o.analysed
    from (select id, version, content from memories where tenant_id = $1 and id > $3 order by id limit ${CHUNK}) m
      left join lateral (
        select v.memory_id from memory_vectors v where v.tenant_id = $1 and v.encoder = $2 and v.memory_id = m.id offset 0
      ) v on true
      left join lateral (
        select o.encoder, o.analysed from memory_vectors o
        where v.memory_id is null and o.tenant_id = $1 and o.encoder = (select encoder from other) and o.memory_id = m.id offset 0
      ) o on true
    order by m.id`,
};
/** A memory that changed meanwhile has the form of its writer. */
const STORE = {
  text: `
    with renewed as (
      insert into memory_vectors (tenant_id, encoder, memory_id, analysed)
      select $1, $2, g.id, g.analysed from unnest($3::uuid[], $4::int8[], $5::bytea[]) g (id, version, analysed)
      join memories m on m.tenant_id = $1 and m.id = g.id and m.version = g.version
      on conflict do nothing returning 1
    )
    update tenant_heads set forms_version = $2, forms_upto = $6, forms_renewed_at = case when $7 then now() end, older_forms = true
    where tenant_id = $1 returning (select count(*) from renewed)::integer as renewed`,
};
const OLDER = {
  text: `
    select o.encoder, o.memory_id, exists (
      select from memory_vectors v where v.tenant_id = $1 and v.encoder = $2 and v.memory_id = o.memory_id
    ) as replaced
    from memory_vectors o where o.tenant_id = $1 and o.encoder <> $2 limit ${CHUNK}`,
};
const REMOVE = {
  text: `delete from memory_vectors v using unnest($2::text[], $3::uuid[]) g (encoder, id)
    where v.tenant_id = $1 and v.encoder = g.encoder and v.memory_id = g.id`,
};
const CLEARED = { text: `update tenant_heads set older_forms = false where tenant_id = $1` };
const AGAIN = {
  text: `update tenant_heads set forms_upto = null, forms_renewed_at = null where tenant_id = $1`,
};

/** Brings the analysed forms of a tenant's memories to the version in use, a chunk at a time. */
export class TenantForms {
  constructor(
    private readonly database: Database,
    private readonly engine: RankingEngine,
    private readonly version: string,
  ) {}

  /**
   * Renews the next chunk, and stores its progress in the same transaction, so that any process can continue.
   * @returns how many forms were made
   */
  async next(tenant: TenantId): Promise<number> {
    const [head] = await this.read<Head>(tenant, HEAD, [tenant]);
    if (!head) return 0;
    const isOwn = head.forms_version === this.version;
    if (isOwn && head.forms_renewed_at !== null) return this.clear(tenant);
    return this.renew(tenant, (isOwn ? head.forms_upto : null) ?? BEFORE_ALL);
  }

  private async renew(tenant: TenantId, after: string): Promise<number> {
    const rows = await this.read<MemoryRow>(tenant, MEMORIES, [tenant, this.version, after]);
    const missing = rows.filter((row) => row.content !== null);
    const forms = missing.length === 0 ? [] : await this.engine.renew(missing.map(formToRenew));
    return this.inHead(tenant, async (transaction) => {
      const [done] = await transaction.query<{ renewed: number }>(STORE, [
        tenant,
        this.version,
        binaryArray.uuid(missing.map(({ id }) => id)),
        binaryArray.int8(missing.map(({ version }) => version)),
        binaryArray.bytea(forms),
        rows.at(-1)?.id ?? after,
        rows.length < CHUNK,
      ]);
      return done?.renewed ?? 0;
    });
  }

  /** Removes forms of other versions. Where a process of the release before wrote one meanwhile, the tenant is gone through again. */
  private async clear(tenant: TenantId): Promise<number> {
    return this.inHead(tenant, async (transaction) => {
      const older = await transaction.query<{ encoder: string; memory_id: string; replaced: boolean }>(
        OLDER,
        [tenant, this.version],
      );
      const replaced = older.filter((row) => row.replaced);
      if (replaced.length < older.length) await transaction.query(AGAIN, [tenant]);
      else if (older.length === 0) await transaction.query(CLEARED, [tenant]);
      await transaction.query(REMOVE, [
        tenant,
        binaryArray.text(replaced.map(({ encoder }) => encoder)),
        binaryArray.uuid(replaced.map(({ memory_id: id }) => id)),
      ]);
      return 0;
    });
  }

  private read<Row extends object>(
    tenant: TenantId,
    statement: { readonly text: string },
    values: unknown[],
  ): Promise<Row[]> {
    return this.database.inTenants([tenant], (transaction) =>
      transaction.query<Row & Record<string, unknown>>(statement, values),
    );
  }

  /** Writers hold the head too, so that no memory changes between the look at its version and the form that is stored. */
  private inHead<T>(tenant: TenantId, work: (transaction: TenantTransaction) => Promise<T>): Promise<T> {
    return this.database.inTenants([tenant], async (transaction) => {
      await lockHeads(transaction, [tenant], 'wait');
      return work(transaction);
    });
  }
}

function formToRenew({ content, encoder, analysed }: MemoryRow): FormToRenew {
  return {
    text: content ?? '',
    // A copy of its own: what the driver gives is a part of a larger buffer, all of which would go to the thread.
    stored:
      encoder !== null && analysed !== null
        ? { version: encoder, analysed: Uint8Array.from(analysed) }
        : null,
  };
}
