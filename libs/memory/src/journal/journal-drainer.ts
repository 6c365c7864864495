import { Alarm, Outage, shardOf } from '@somabrain/audit';
import { type AdvisoryLocks, isDatabaseAway } from '@somabrain/database';
import type { Logger, TenantId } from '@somabrain/kernel';
import { TenantPauses } from './tenant-pauses';
import { type DrainerParts, TenantDrain } from './tenant-drain';

/** "jrnl" in ASCII: keeps the locks of the shards apart from other advisory locks of the database. */
const LOCK_SPACE = 0x6a726e6c;
const POLL_MS = 1_000;
const MOST_TENANTS = 1_000;
const TENANTS_AT_ONCE = 4;

const WAITING = {
  text: `select tenant_id, journaled::float8 as rows from tenant_heads where journaled > 0 order by tenant_id limit ${MOST_TENANTS}`,
};

/**
 * Stores what waits in the journal, each tenant's in the order it came. A tenant whose turn fails pauses by itself. Any process that keeps memories may run one: each works on the shards
 * whose advisory lock it holds. A row is removed in the transaction that stores it, so it is stored once, whoever dies in between.
 */
export class JournalDrainer {
  private readonly locks: AdvisoryLocks;
  private readonly outage: Outage;
  private readonly drains: TenantDrain;
  private readonly pauses: TenantPauses;
  private readonly pause = new Alarm();
  private running: Promise<void> | null = null;
  private closing = false;

  constructor(
    private readonly parts: DrainerParts,
    logger: Logger,
  ) {
    this.drains = new TenantDrain(parts, logger);
    this.pauses = new TenantPauses(logger);
    this.locks = parts.database.advisoryLocks(LOCK_SPACE);
    this.outage = new Outage('Storing what waits in the journal', logger);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Finishes what is under way. The rest waits for the next drainer. */
  async close(): Promise<void> {
    this.closing = true;
    this.pause.ring();
    await this.running;
    await this.locks.release();
  }

  private async run(): Promise<void> {
    while (!this.closing) {
      try {
        const done = await this.round();
        this.outage.worked();
        if (done === 0) await this.pause.sleep(POLL_MS);
      } catch (error) {
        await this.pause.sleep(this.outage.failed(error));
      }
    }
  }

  /** Stores a page of each tenant that this process works on. @returns how many rows are done with */
  private async round(): Promise<number> {
    const { database, observer } = this.parts;
    const waiting = await database.asMaintenance<{ tenant_id: TenantId; rows: number }>(WAITING, []);
    observer.journalWaits(waiting.reduce((sum, { rows }) => sum + rows, 0));
    if (waiting.length === 0) {
      await this.locks.release();
      return 0;
    }
    const held = await this.locks.take(shardsOf(waiting));
    const now = performance.now();
    const own = waiting
      .map(({ tenant_id: tenant }) => tenant)
      .filter((tenant) => held.has(shardOf(tenant)) && !this.pauses.has(tenant, now));
    return this.drainEach(own);
  }

  /** @returns how many rows are done with @throws when the database is away */
  private async drainEach(tenants: readonly TenantId[]): Promise<number> {
    let done = 0;
    let away: { readonly error: unknown } | null = null;
    const left = tenants.values();
    const worker = async (): Promise<void> => {
      for (const tenant of left) {
        if (this.closing || away) return;
        try {
          done += await this.drains.drain(tenant);
          this.pauses.worked(tenant);
        } catch (error) {
          if (await isDatabaseAway(this.parts.database, error)) away = { error };
          else this.pauses.failed(tenant, error, performance.now());
        }
      }
    };
    await Promise.all(Array.from({ length: TENANTS_AT_ONCE }, worker));
    if (away) throw (away as { readonly error: unknown }).error;
    return done;
  }
}

function shardsOf(waiting: readonly { tenant_id: TenantId }[]): number[] {
  return [...new Set(waiting.map(({ tenant_id: tenant }) => shardOf(tenant)))];
}
