import { type Database, lockHeads, type Statement } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import type { Chore } from './maintenance';

/** The most rows that one transaction removes. Between two of them the tenant's head is free for writes. */
export const PRUNED_AT_ONCE = 1_000;

/** Rows that are of no use once they are older than a retention. In the statements the retention is an interval. */
export interface OldRows {
  /** The name of the chore in the log. */
  readonly name: string;
  /** $1 retention. Answers `tenant_id` of the tenants that have such rows. */
  readonly due: Statement;
  /** $1 tenant, $2 retention. Removes at most `PRUNED_AT_ONCE` rows and answers their number as `pruned`. */
  readonly prune: Statement;
  /** $1 tenant. Notes in the tenant's head how old the oldest row is that is left. */
  readonly noteOldest: Statement;
}

/** Removes rows that are older than a retention, in chunks. */
export class Pruning implements Chore {
  readonly name: string;

  /** @param retention an interval of Postgres, such as `7 days` */
  constructor(
    private readonly database: Database,
    private readonly rows: OldRows,
    private readonly retention: string,
  ) {
    this.name = rows.name;
  }

  async due(): Promise<TenantId[]> {
    const due = await this.database.asMaintenance<{ tenant_id: TenantId }>(this.rows.due, [this.retention]);
    return due.map(({ tenant_id: tenant }) => tenant);
  }

  /** @returns how many rows were removed */
  async runFor(tenant: TenantId): Promise<number> {
    let removed = 0;
    for (let chunk = PRUNED_AT_ONCE; chunk === PRUNED_AT_ONCE; removed += chunk)
      chunk = await this.pruneChunk(tenant);
    return removed;
  }

  private pruneChunk(tenant: TenantId): Promise<number> {
    return this.database.inTenants([tenant], async (transaction) => {
      await lockHeads(transaction, [tenant], 'wait');
      const [done] = await transaction.query<{ pruned: number }>(this.rows.prune, [tenant, this.retention]);
      const pruned = done?.pruned ?? 0;
      if (pruned < PRUNED_AT_ONCE) await transaction.query(this.rows.noteOldest, [tenant]);
      return pruned;
    });
  }
}
