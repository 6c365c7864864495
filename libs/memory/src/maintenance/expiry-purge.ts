import { type Database, lockHeads } from '@somabrain/database';
import { newTraceId, type TenantId } from '@somabrain/kernel';
import type { Chore } from './maintenance';
import { prepareExpiry } from '../forget/removal-write';
import type { MemoryWrites } from '../postgres/memory-writes';

const CHUNK = 500;

const DUE_TENANTS = {
  text: `select tenant_id from tenant_heads where next_expiry_at <= now()`,
};
const EXPIRED_IDS = {
  text: `select id from memories where tenant_id = $1 and expires_at <= now() order by expires_at limit ${CHUNK}`,
};
const NEXT_EXPIRY = {
  text: `update tenant_heads set next_expiry_at = (select min(expires_at) from memories where tenant_id = $1) where tenant_id = $1`,
};

/**
 * Removes expired memories, in chunks between which the tenant's head is free. Recall leaves them out from the moment they expire; the
 * purge frees space and writes the audit records.
 */
export class ExpiryPurge implements Chore {
  readonly name = 'expiry purge';

  constructor(
    private readonly database: Database,
    private readonly writes: MemoryWrites,
  ) {}

  async due(): Promise<TenantId[]> {
    const due = await this.database.asMaintenance<{ tenant_id: TenantId }>(DUE_TENANTS, []);
    return due.map(({ tenant_id: tenant }) => tenant);
  }

  /** @returns how many memories were removed */
  async runFor(tenant: TenantId): Promise<number> {
    let removed = 0;
    for (;;) {
      const ids = await this.database.inTenants([tenant], (transaction) =>
        transaction.query<{ id: string }>(EXPIRED_IDS, [tenant]),
      );
      if (ids.length === 0) break;
      const traceId = newTraceId();
      const outcomes = await this.writes.submit(
        tenant,
        ids.map(({ id }) => prepareExpiry(traceId, id)),
      );
      removed += outcomes.filter((outcome) => outcome.status === 'removed').length;
    }
    await this.database.inTenants([tenant], async (transaction) => {
      const heads = await lockHeads(transaction, [tenant], 'wait');
      if (heads.size > 0) await transaction.query(NEXT_EXPIRY, [tenant]);
    });
    return removed;
  }
}
