import { type Database, lockHeads } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import type { Chore } from './maintenance';

const CHUNK = 1_000;

const DUE_TENANTS = {
  text: `select tenant_id from tenant_heads where oldest_idempotency_key_at < now() - interval '24 hours'`,
};
const PRUNE = {
  text: `
    with old as (
      select digest from idempotency_keys where tenant_id = $1 and created_at < now() - interval '24 hours' limit ${CHUNK}
    )
    delete from idempotency_keys k using old o where k.tenant_id = $1 and k.digest = o.digest returning 1`,
};
const OLDEST = {
  text: `update tenant_heads set oldest_idempotency_key_at = (select min(created_at) from idempotency_keys where tenant_id = $1)
    where tenant_id = $1`,
};

/** Removes idempotency keys whose day is over. They are free again from that moment; this makes room. */
export class IdempotencyPruning implements Chore {
  readonly name = 'idempotency pruning';

  constructor(private readonly database: Database) {}

  async due(): Promise<TenantId[]> {
    const due = await this.database.asMaintenance<{ tenant_id: TenantId }>(DUE_TENANTS, []);
    return due.map(({ tenant_id: tenant }) => tenant);
  }

  /** @returns how many keys were removed */
  async runFor(tenant: TenantId): Promise<number> {
    let removed = 0;
    for (let chunk = CHUNK; chunk === CHUNK; removed += chunk) {
      chunk = await this.database.inTenants([tenant], async (transaction) => {
        await lockHeads(transaction, [tenant], 'wait');
        const pruned = (await transaction.query(PRUNE, [tenant])).length;
        if (pruned < CHUNK) await transaction.query(OLDEST, [tenant]);
        return pruned;
      });
    }
    return removed;
  }
}
