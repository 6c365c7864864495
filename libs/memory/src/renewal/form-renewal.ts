import { Alarm, Outage, shardOf } from '@somabrain/audit';
import { type AdvisoryLocks, type Database, isDatabaseAway } from '@somabrain/database';
import type { Logger, TenantId } from '@somabrain/kernel';
import { TenantPauses } from '../journal/tenant-pauses';
import type { RankingEngine } from '../ranking/ranking-engine';
import { DUE_TENANTS, TenantForms } from './tenant-forms';

/** "form" in ASCII: keeps the locks of the shards apart from other advisory locks of the database. */
const LOCK_SPACE = 0x666f726d;
const POLL_MS = 60_000;
/** After each chunk it rests for as many times as long as the chunk took: recalls and writes have the processor for the most part. */
const REST = 3;

/** Is told how the renewal gets on. */
export interface RenewalObserver {
  /** @param count forms that were made of memories that had none of this version */
  formsRenewed(count: number): void;
  /** @param tenants that there is something to do for, 1,000 at most */
  renewalWaits(tenants: number): void;
}

/**
 * Brings the analysed forms of all memories to the version of analyser and encoder in use. Until then recall analyses the texts of those that
 * lack one when it loads them, so that answers are right from the start. Tenants take turns, a chunk each. Any process may run one: each
 * works on the shards whose advisory lock it holds, and goes on where another one ended.
 */
export class FormRenewal {
  private readonly locks: AdvisoryLocks;
  private readonly outage: Outage;
  private readonly forms: TenantForms;
  private readonly pauses: TenantPauses;
  private readonly pause = new Alarm();
  private running: Promise<void> | null = null;
  private closing = false;

  constructor(
    private readonly database: Database,
    engine: RankingEngine,
    private readonly version: string,
    private readonly observer: RenewalObserver,
    logger: Logger,
  ) {
    this.forms = new TenantForms(database, engine, version);
    this.pauses = new TenantPauses(logger, 'the analysed forms of a tenant cannot be renewed now');
    this.locks = database.advisoryLocks(LOCK_SPACE);
    this.outage = new Outage('Renewing the analysed forms of memories', logger);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Finishes the chunk under way. */
  async close(): Promise<void> {
    this.closing = true;
    this.pause.ring();
    await this.running;
    await this.locks.release();
  }

  private async run(): Promise<void> {
    while (!this.closing) {
      try {
        const due = await this.round();
        this.outage.worked();
        if (due === 0) await this.pause.sleep(POLL_MS);
      } catch (error) {
        await this.pause.sleep(this.outage.failed(error));
      }
    }
  }

  /** A chunk for each tenant that this process works on. @returns how many these are */
  private async round(): Promise<number> {
    const due = await this.database.asMaintenance<{ tenant_id: TenantId }>(DUE_TENANTS, [this.version]);
    this.observer.renewalWaits(due.length);
    if (due.length === 0) {
      await this.locks.release();
      return 0;
    }
    const tenants = due.map(({ tenant_id: tenant }) => tenant);
    const held = await this.locks.take([...new Set(tenants.map(shardOf))]);
    const own = tenants.filter(
      (tenant) => held.has(shardOf(tenant)) && !this.pauses.has(tenant, performance.now()),
    );
    for (const tenant of own) {
      if (this.closing) break;
      const began = performance.now();
      await this.renew(tenant);
      await this.pause.sleep(REST * (performance.now() - began));
    }
    return own.length;
  }

  /** @throws when the database is away */
  private async renew(tenant: TenantId): Promise<void> {
    try {
      this.observer.formsRenewed(await this.forms.next(tenant));
      this.pauses.worked(tenant);
    } catch (error) {
      if (await isDatabaseAway(this.database, error)) throw error;
      this.pauses.failed(tenant, error, performance.now());
    }
  }
}
