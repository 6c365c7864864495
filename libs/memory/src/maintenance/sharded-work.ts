import { BackgroundLoop, shardOf } from '@somabrain/audit';
import { type AdvisoryLocks, type Database, isDatabaseAway } from '@somabrain/database';
import type { Logger, TenantId } from '@somabrain/kernel';
import { TenantPauses } from './tenant-pauses';

/** Work in turns of tenants, which several processes share. */
export interface TurnsOfTenants {
  /** The subject of a sentence in the log. */
  readonly name: string;
  /** What the log says of a tenant whose turn failed. */
  readonly trouble: string;
  /** Keeps the locks of the shards apart from other advisory locks of the database; a 32-bit integer. */
  readonly lockSpace: number;
  /** Milliseconds until the next round after one in which no turn did anything. */
  readonly pollMs: number;
  /** Turns at the same time. */
  readonly tenantsAtOnce: number;
  /** After a turn it rests this many times as long as the turn took. */
  readonly rest: number;
  /** The tenants with work to do. */
  due(): Promise<readonly TenantId[]>;
  /** @returns whether it did anything */
  turn(tenant: TenantId): Promise<boolean>;
}

/**
 * Gives each tenant that has work a turn, round after round. Any process may run one: each works on the shards whose advisory lock it
 * holds. A tenant whose turn fails pauses by itself. While the database does not answer, no tenant has a turn.
 */
export class ShardedWork {
  private readonly loop: BackgroundLoop;
  private readonly locks: AdvisoryLocks;
  private readonly pauses: TenantPauses;

  constructor(
    private readonly database: Database,
    private readonly work: TurnsOfTenants,
    logger: Logger,
  ) {
    this.loop = new BackgroundLoop(work.name, () => this.round(), logger);
    this.locks = database.advisoryLocks(work.lockSpace);
    this.pauses = new TenantPauses(logger, work.trouble);
  }

  /** Begins to run rounds. */
  start(): void {
    this.loop.start();
  }

  /** Finishes the turns under way. The rest waits for another process. */
  async close(): Promise<void> {
    await this.loop.close();
    await this.locks.release();
  }

  /** @returns milliseconds until the next round */
  private async round(): Promise<number> {
    const due = await this.work.due();
    if (due.length === 0) {
      await this.locks.release();
      return this.work.pollMs;
    }
    const held = await this.locks.take([...new Set(due.map(shardOf))]);
    const now = performance.now();
    const own = due.filter((tenant) => held.has(shardOf(tenant)) && !this.pauses.has(tenant, now));
    return (await this.turns(own)) ? 0 : this.work.pollMs;
  }

  /** @returns whether any did anything @throws when the database is away */
  private async turns(tenants: readonly TenantId[]): Promise<boolean> {
    let worked = false;
    const away: unknown[] = [];
    const left = tenants.values();
    const worker = async (): Promise<void> => {
      for (const tenant of left) {
        if (this.loop.isClosing || away.length > 0) return;
        const began = performance.now();
        try {
          if (await this.work.turn(tenant)) worked = true;
          this.pauses.worked(tenant);
        } catch (error) {
          if (await isDatabaseAway(this.database, error)) return void away.push(error);
          this.pauses.failed(tenant, error, performance.now());
        }
        if (this.work.rest > 0) await this.loop.sleep(this.work.rest * (performance.now() - began));
      }
    };
    await Promise.all(Array.from({ length: this.work.tenantsAtOnce }, worker));
    if (away.length > 0) throw away[0];
    return worked;
  }
}
