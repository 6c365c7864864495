import { type Database, lockHeads } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import type { Chore } from './maintenance';

const CHUNK = 1_000;

const DUE_TENANTS = {
  text: `select tenant_id from tenant_heads where oldest_change_at < now() - make_interval(days => $1)`,
};
/** Removes a chunk of the oldest changes and moves the horizon behind them. */
const PRUNE = {
  text: `
    with oldest as (
      select change_seq, changed_at from memory_changes where tenant_id = $1 order by change_seq limit ${CHUNK}
    ), pruned as (
      delete from memory_changes c using oldest o
      where c.tenant_id = $1 and c.change_seq = o.change_seq and o.changed_at < now() - make_interval(days => $2)
      returning c.change_seq
    ), done as (select count(*) as pruned, max(change_seq) as horizon from pruned)
    update tenant_heads h set change_horizon = coalesce(d.horizon, h.change_horizon)
    from done d where h.tenant_id = $1 returning d.pruned::integer as pruned`,
};
const OLDEST = {
  text: `update tenant_heads set oldest_change_at =
      (select changed_at from memory_changes where tenant_id = $1 order by change_seq limit 1)
    where tenant_id = $1`,
};

/** Removes changes that no index needs any more. An index that slept longer than `retentionDays` loads anew. */
export class ChangePruning implements Chore {
  readonly name = 'change pruning';

  constructor(
    private readonly database: Database,
    private readonly retentionDays: number,
  ) {}

  async due(): Promise<TenantId[]> {
    const due = await this.database.asMaintenance<{ tenant_id: TenantId }>(DUE_TENANTS, [this.retentionDays]);
    return due.map(({ tenant_id: tenant }) => tenant);
  }

  /** @returns how many changes were removed */
  async runFor(tenant: TenantId): Promise<number> {
    let removed = 0;
    for (let chunk = CHUNK; chunk === CHUNK; removed += chunk) {
      chunk = await this.database.inTenants([tenant], async (transaction) => {
        await lockHeads(transaction, [tenant], 'wait');
        const [done] = await transaction.query<{ pruned: number }>(PRUNE, [tenant, this.retentionDays]);
        const pruned = done?.pruned ?? 0;
        if (pruned < CHUNK) await transaction.query(OLDEST, [tenant]);
        return pruned;
      });
    }
    return removed;
  }
}
