import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Logger, Problem, type TenantId } from '@somabrain/kernel';
import { AuditMetrics } from '@somabrain/metrics';
import { AccessLog } from './access-log';
import { WakeableSleep } from './wakeable-sleep';
import type { AccessAction } from './audit-actions';
import type { AuditObserver } from './audit-observer';
import type { AuditEvent } from './audit-record';
import { type ChainEntry, ChainWriter } from './chain-writer';
import { RetryState } from './retry-state';

const BATCH = 1_000;
const CAPACITY = 10_000;
const PERIOD_MS = 250;
/** How long closing tries to store what waits while the database does not answer. */
const CLOSING_MS = 5_000;

/** What callers wait for while there are too many records. */
interface Room {
  readonly promise: Promise<void>;
  readonly open: () => void;
}

/** Collects records and stores them every quarter of a second, or sooner when a batch is full. */
@Injectable()
export class BatchingAccessLog extends AccessLog implements OnApplicationShutdown {
  private waiting: ChainEntry[] = [];
  private timer: NodeJS.Timeout | null = null;
  private flushing: Promise<void> | null = null;
  private room: Room | null = null;
  /** When it gives up; set when it is closed. */
  private closesAt = Infinity;
  private readonly retries: RetryState;
  private readonly pause = new WakeableSleep();

  constructor(
    @Inject(ChainWriter) private readonly writer: Pick<ChainWriter, 'append'>,
    @Inject(AuditMetrics) private readonly observer: Pick<AuditObserver, 'accessWaiting'>,
    private readonly logger: Logger,
  ) {
    super();
    this.retries = new RetryState('Storing the access log', logger);
  }

  record(tenant: TenantId, event: AuditEvent<AccessAction>): void | Promise<void> {
    if (this.closesAt < Infinity) throw new Problem('SHUTTING_DOWN', 'This process is stopping');
    this.waiting.push({ tenant, stream: 'access', event });
    if (this.waiting.length >= BATCH) this.flush();
    else this.startTimer();
    if (this.waiting.length <= CAPACITY) return undefined;
    return (this.room ??= newRoom()).promise;
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  /**
   * Stores what waits and takes no more. While the database does not answer it tries for five seconds, and then logs how many records
   * are lost.
   */
  async close(): Promise<void> {
    this.closesAt = Math.min(this.closesAt, performance.now() + CLOSING_MS);
    this.pause.wake();
    while (this.flushing || this.waiting.length > 0) {
      this.flush();
      await this.flushing;
    }
    if (this.timer) clearTimeout(this.timer);
  }

  private startTimer(): void {
    this.timer ??= setTimeout(() => {
      this.flush();
    }, PERIOD_MS);
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.flushing ??= this.storeBatches().finally(() => {
      this.flushing = null;
      if (this.waiting.length > 0) this.startTimer();
    });
  }

  private async storeBatches(): Promise<void> {
    do {
      this.observer.accessWaiting(this.waiting.length);
      const stored = await this.store();
      this.waiting = this.waiting.slice(stored);
      if (this.room && this.waiting.length < CAPACITY) {
        this.room.open();
        this.room = null;
      }
    } while (this.waiting.length >= BATCH);
    this.observer.accessWaiting(this.waiting.length);
  }

  /** Stores the records that wait longest, those that can be. @returns how many are done with */
  private async store(): Promise<number> {
    for (let again = false; ; again = true) {
      // What came since the last try goes along: it tells a record that is to blame from a database that is.
      const batch = this.waiting.slice(0, BATCH);
      try {
        const refused = await this.append(batch, again);
        for (const { entry, error } of refused) this.lose(entry, error);
        this.retries.worked();
        return batch.length;
      } catch (error) {
        const wait = this.retries.failed(error);
        const left = this.closesAt - performance.now();
        if (left <= 0) {
          this.logger.error({ records: batch.length }, 'access records are lost: they could not be stored');
          return batch.length;
        }
        await this.pause.sleep(Math.min(wait, left));
      }
    }
  }

  /** @returns those that can never be stored @throws what keeps all from being stored */
  private async append(batch: readonly ChainEntry[], mayBeStored: boolean): Promise<readonly Refused[]> {
    try {
      await this.writer.append(batch, { mayBeStored });
      return [];
    } catch (error) {
      if (isOutage(error)) throw error;
      const refused = await this.isolate(batch, error);
      // Nobody could store any of them: a value that the database refuses is to blame by itself, a defect may be of the schema.
      if (refused.length === batch.length && refused.every((each) => !isRefusal(each.error))) throw error;
      return refused;
    }
  }

  /** Halves the batch until the record that breaks it stands alone: no other is lost for it. */
  private async isolate(batch: readonly ChainEntry[], error: unknown): Promise<readonly Refused[]> {
    const [first] = batch;
    if (first && batch.length === 1) return [{ entry: first, error }];
    const middle = batch.length >> 1;
    const refused: Refused[] = [];
    for (const half of [batch.slice(0, middle), batch.slice(middle)]) {
      try {
        await this.writer.append(half, { mayBeStored: true });
      } catch (cause) {
        if (isOutage(cause)) throw cause;
        refused.push(...(await this.isolate(half, cause)));
      }
    }
    return refused;
  }

  private lose({ event: { id, action }, tenant }: ChainEntry, err: unknown): void {
    this.logger.error({ err, tenant, id, action }, 'an access record is lost: it cannot be stored');
  }
}

/** A record that cannot be stored even by itself. */
interface Refused {
  readonly entry: ChainEntry;
  readonly error: unknown;
}

function isRefusal(error: unknown): boolean {
  return error instanceof Problem && error.code === 'VALIDATION_FAILED';
}

/** Whether it says nothing of the records. */
function isOutage(error: unknown): boolean {
  return error instanceof Problem && !isRefusal(error);
}

function newRoom(): Room {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}
