import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type AdvisoryLocks, Database } from '@somabrain/database';
import { EventBus } from '@somabrain/events';
import { Logger } from '@somabrain/kernel';
import { AuditMetrics } from '@somabrain/metrics';
import { WakeableSleep } from '../wakeable-sleep';
import type { AuditObserver } from '../audit-observer';
import { RetryState } from '../retry-state';
import { Outbox } from './outbox';
import { OutboxPublisher } from './outbox-publisher';
import { shardOf, SHARDS } from './shards';

const ALL_SHARDS = Array.from({ length: SHARDS }, (_, shard) => shard);
/** "auda" in ASCII: keeps the locks of the shards apart from other advisory locks of the database. */
const LOCK_SPACE = 0x61756461;
/** A round that published so many finds more at once. */
const MANY_RECORDS = 1_000;
/** After a round that had something: lets what is committed meanwhile come together, so that a busy service has few rounds. */
const LINGER_MS = 50;
const POLL_MS = 100;
/** What another process commits is published within a second: by far the most of it is waiting for this poll. */
const IDLE_POLL_MS = 250;
const MEASURE_MS = 5_000;
/** How long closing publishes what is left. */
const CLOSING_MS = 2_000;
/** The relay that holds this shard measures the outbox, so that one does. */
const MEASURING_SHARD = 0;

type RelayObserver = Pick<AuditObserver, 'published' | 'outbox'>;

/**
 * Publishes the audit records that commits left in the outbox, at least once and those of each chain in order. Any process may run one:
 * each works on the shards whose advisory lock it holds. A range is removed after the bus has acknowledged its records, so a crash or a
 * failing bus only delays them.
 */
@Injectable()
export class AuditRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly outbox: Outbox;
  private readonly publisher: OutboxPublisher;
  private readonly locks: AdvisoryLocks;
  private readonly retries: RetryState;
  private readonly work = new WakeableSleep();
  private readonly end = new WakeableSleep();
  private running: Promise<void> | null = null;
  private closing = false;
  /** When it publishes no more. */
  private endsAt = Infinity;
  private working = true;
  private after = '';
  private measuredAt = -Infinity;
  private measures = false;

  constructor(
    database: Database,
    bus: EventBus,
    @Inject(AuditMetrics) private readonly observer: RelayObserver,
    private readonly logger: Logger,
  ) {
    this.outbox = new Outbox(database);
    this.publisher = new OutboxPublisher(this.outbox, bus, observer, logger);
    this.locks = database.advisoryLocks(LOCK_SPACE);
    this.retries = new RetryState('Publishing audit records', logger);
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Says that something was committed in this process. Without it the relay looks by itself, up to a quarter of a second later. */
  kick(): void {
    this.work.wake();
  }

  /** Publishes what is left, for two seconds and while the bus works, and gives its shards up. The rest waits for the next relay. */
  async close(): Promise<void> {
    this.closing = true;
    this.endsAt = performance.now() + CLOSING_MS;
    this.work.wake();
    this.end.wake();
    await this.running;
    await this.flush();
    await this.locks.release();
  }

  private async run(): Promise<void> {
    let pause = POLL_MS;
    while (!this.closing) {
      try {
        const published = await this.round();
        this.working = true;
        this.retries.worked();
        if (published >= MANY_RECORDS || (published > 0 && this.after !== '')) continue;
        if (published > 0) await this.end.sleep(LINGER_MS);
        pause = published > 0 ? POLL_MS : Math.min(pause * 2, IDLE_POLL_MS);
        await this.work.sleep(pause);
      } catch (error) {
        this.working = false;
        await this.end.sleep(this.retries.failed(error)); // whatever is committed meanwhile: the bus needs its time
      }
    }
  }

  private async flush(): Promise<void> {
    try {
      while (this.running && this.working && performance.now() < this.endsAt) {
        const published = await this.round();
        if (published === 0 && this.after === '') return;
      }
    } catch (err) {
      this.logger.warn({ err }, 'audit records are left for the next relay to publish');
    }
  }

  /** Publishes one page of the outbox. @returns how many records */
  private async round(): Promise<number> {
    const held = await this.locks.take(ALL_SHARDS);
    await this.measure(held);
    if (held.size === 0) return 0;
    const page = await this.outbox.page(this.after);
    this.after = page.next;
    return this.publisher.publish(
      page.ranges,
      ({ tenant }) => performance.now() < this.endsAt && this.locks.holds(shardOf(tenant)),
    );
  }

  private async measure(held: ReadonlySet<number>): Promise<void> {
    const measured = this.measures;
    this.measures = held.has(MEASURING_SHARD);
    if (this.measures && performance.now() - this.measuredAt > MEASURE_MS) {
      this.measuredAt = performance.now();
      const { records, oldestSeconds } = await this.outbox.depth();
      this.observer.outbox(records, oldestSeconds);
    } else if (measured && !this.measures) {
      this.observer.outbox(0, 0);
    }
  }
}
