import type { Database } from '@somabrain/database';
import type { Logger, TenantId } from '@somabrain/kernel';
import { ShardedWork } from '../maintenance/sharded-work';
import type { RankingEngine } from '../ranking/ranking-engine';
import { DUE_TENANTS, TenantForms } from './tenant-forms';

/** "form" in ASCII. */
const LOCK_SPACE = 0x666f726d;
const POLL_MS = 60_000;
/** Recalls and writes have the processor for the most part. */
const REST = 3;

/** Counts the progress of the renewal. */
export interface RenewalObserver {
  /** @param count forms that were made of memories that had none of this version */
  formsRenewed(count: number): void;
  /** @param tenants that there is something to do for, 1,000 at most */
  renewalWaits(tenants: number): void;
}

/**
 * Brings the analysed forms of all memories to the version of analyser and encoder in use, a chunk of each tenant in turn. Until then recall
 * analyses the texts of those that lack one when it loads them, so that answers are right from the start. Any process may run one, and goes
 * on where another one ended.
 */
export function formRenewal(
  database: Database,
  engine: RankingEngine,
  version: string,
  observer: RenewalObserver,
  logger: Logger,
): ShardedWork {
  const forms = new TenantForms(database, engine, version);
  const work = {
    name: 'Renewing the analysed forms of memories',
    trouble: 'the analysed forms of a tenant cannot be renewed now',
    lockSpace: LOCK_SPACE,
    pollMs: POLL_MS,
    tenantsAtOnce: 1,
    rest: REST,
    due: async () => {
      const due = await database.asMaintenance<{ tenant_id: TenantId }>(DUE_TENANTS, [version]);
      observer.renewalWaits(due.length);
      return due.map(({ tenant_id: tenant }) => tenant);
    },
    turn: async (tenant: TenantId) => {
      observer.formsRenewed(await forms.next(tenant));
      return true; // A chunk may need no new form, and the next one may.
    },
  };
  return new ShardedWork(database, work, logger);
}
