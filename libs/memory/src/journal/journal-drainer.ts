import type { Logger, TenantId } from '@somabrain/kernel';
import { ShardedWork } from '../maintenance/sharded-work';
import { type DrainerParts, TenantDrain } from './tenant-drain';

/** "jrnl" in ASCII. */
const LOCK_SPACE = 0x6a726e6c;
const POLL_MS = 1_000;
const MOST_TENANTS = 1_000;
const TENANTS_AT_ONCE = 4;

const WAITING = {
  text: `select tenant_id, journaled::float8 as rows from tenant_heads where journaled > 0 order by tenant_id limit ${MOST_TENANTS}`,
};

/**
 * Drains the journal: a page of each tenant in turn, in the order of acceptance. Any process that holds memories may run one. A row is
 * removed in the transaction that stores it, so a crash in between neither loses nor repeats it.
 */
export function journalDrainer(parts: DrainerParts, logger: Logger): ShardedWork {
  const drain = new TenantDrain(parts, logger);
  const work = {
    name: 'Draining the journal',
    trouble: 'the journal of a tenant cannot be drained now',
    lockSpace: LOCK_SPACE,
    pollMs: POLL_MS,
    tenantsAtOnce: TENANTS_AT_ONCE,
    rest: 0,
    due: () => waitingTenants(parts),
    turn: async (tenant: TenantId) => (await drain.drain(tenant)) > 0,
  };
  return new ShardedWork(parts.database, work, logger);
}

async function waitingTenants({ database, observer }: DrainerParts): Promise<TenantId[]> {
  const waiting = await database.asMaintenance<{ tenant_id: TenantId; rows: number }>(WAITING, []);
  observer.journalWaits(waiting.reduce((sum, { rows }) => sum + rows, 0));
  return waiting.map(({ tenant_id: tenant }) => tenant);
}
