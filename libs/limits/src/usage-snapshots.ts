import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { BackgroundLoop } from '@somabrain/audit';
import { type AdvisoryLocks, type Database, isDatabaseAway } from '@somabrain/database';
import { cloudEventMessage, type EventBus, type EventMessage, TOPICS } from '@somabrain/events';
import type { Logger, TenantId } from '@somabrain/kernel';
import type { TenantLimitStore } from './tenant-limits';
import { usageEvent } from './usage-event';

/** "usag" in ASCII: keeps this lock apart from other advisory locks of the database. */
const LOCK_SPACE = 0x75736167;
const ONLY_LOCK = 0;
const PAGE_TENANTS = 500;
const MESSAGES = 100;
/** Counting the memories of a large tenant takes time: it is done so seldom that it takes no more than a hundredth of it. */
const REST = 100;

const LIST = {
  text: `select tenant_id, change_seq from tenant_heads where tenant_id > $1 order by tenant_id limit ${PAGE_TENANTS}`,
};

interface TenantRow {
  tenant_id: TenantId;
  change_seq: string;
}

/** What is known of a tenant since its last snapshot. */
interface Taken {
  readonly changeSeq: string;
  /** By `performance.now`. */
  readonly nextAt: number;
}

interface Snapshot {
  readonly message: EventMessage;
  readonly taken: Taken;
}

/**
 * Publishes what tenants use: of each that changed since its last snapshot, and of every one at first. One of several processes does it, the
 * one that holds the lock. A snapshot that is not published is not missed: the next one says all.
 */
export class UsageSnapshots implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly locks: AdvisoryLocks;
  private readonly loop: BackgroundLoop;
  private readonly taken = new Map<TenantId, Taken>();
  /** Tenants whose last snapshot failed: logged when it begins. */
  private readonly failing = new Set<TenantId>();

  /** @param periodMs between two looks at the tenants */
  constructor(
    private readonly database: Database,
    private readonly store: Pick<TenantLimitStore, 'usageOf'>,
    private readonly bus: EventBus,
    private readonly periodMs: number,
    private readonly logger: Logger,
  ) {
    this.locks = database.advisoryLocks(LOCK_SPACE);
    this.loop = new BackgroundLoop('Publishing what tenants use', () => this.round(), logger);
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  start(): void {
    this.loop.start();
  }

  /** Finishes what is under way and gives the lock up. */
  async close(): Promise<void> {
    await this.loop.close();
    await this.locks.release();
  }

  private async round(): Promise<number> {
    await this.loop.sleep(this.periodMs);
    if (!this.loop.isClosing && (await this.isMine())) await this.publishChanged();
    return 0;
  }

  /** A process that does not get the lock keeps no connection for it. */
  private async isMine(): Promise<boolean> {
    const held = await this.locks.take([ONLY_LOCK]);
    if (held.size > 0) return true;
    this.taken.clear();
    this.failing.clear();
    await this.locks.release();
    return false;
  }

  private async publishChanged(): Promise<void> {
    let snapshots = new Map<TenantId, Snapshot>();
    const publish = async (): Promise<void> => {
      await this.bus.publish(
        TOPICS.metricsStreams,
        [...snapshots.values()].map(({ message }) => message),
      );
      for (const [tenant, { taken }] of snapshots) this.taken.set(tenant, taken);
      snapshots = new Map();
    };
    for await (const row of this.tenants()) {
      if (this.loop.isClosing) return;
      if (!this.isDue(row)) continue;
      const snapshot = await this.snapshotOrNull(row);
      if (snapshot) snapshots.set(row.tenant_id, snapshot);
      if (snapshots.size === MESSAGES) await publish();
    }
    await publish();
  }

  private isDue({ tenant_id: tenant, change_seq: changeSeq }: TenantRow): boolean {
    const taken = this.taken.get(tenant);
    return !taken || (taken.changeSeq !== changeSeq && performance.now() >= taken.nextAt);
  }

  /** Null for a tenant whose usage cannot be read: it is tried again, and others have their turn. @throws when the database is away */
  private async snapshotOrNull(row: TenantRow): Promise<Snapshot | null> {
    const { tenant_id: tenant } = row;
    try {
      const snapshot = await this.snapshot(row);
      this.failing.delete(tenant);
      return snapshot;
    } catch (err) {
      if (await isDatabaseAway(this.database, err)) throw err;
      if (!this.failing.has(tenant))
        this.logger.error({ err, tenant }, 'the usage of tenants cannot be read; it is tried again');
      this.failing.add(tenant);
      return null;
    }
  }

  private async snapshot({ tenant_id: tenant, change_seq: changeSeq }: TenantRow): Promise<Snapshot> {
    const start = performance.now();
    const event = usageEvent(tenant, await this.store.usageOf({ tenant }), Date.now());
    const nextAt = start + REST * (performance.now() - start);
    return { message: cloudEventMessage(tenant, event), taken: { changeSeq, nextAt } };
  }

  private async *tenants(): AsyncGenerator<TenantRow> {
    for (let after = ''; ;) {
      const rows = await this.database.asMaintenance<TenantRow>(LIST, [after]);
      yield* rows;
      if (rows.length < PAGE_TENANTS) return;
      after = rows.at(-1)?.tenant_id ?? after;
    }
  }
}
