import { type Logger, Problem, type TenantId } from '@somabrain/kernel';
import { AccessLog } from './access-log';
import { Alarm } from './alarm';
import type { AccessAction } from './audit-actions';
import type { AuditObserver } from './audit-observer';
import type { AuditEvent } from './audit-record';
import type { ChainEntry, ChainWriter } from './chain-writer';
import { Outage } from './outage';

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
export class BatchingAccessLog extends AccessLog {
  private waiting: ChainEntry[] = [];
  private timer: NodeJS.Timeout | null = null;
  private flushing: Promise<void> | null = null;
  private room: Room | null = null;
  /** When it gives up; set when it is closed. */
  private closesAt = Infinity;
  private readonly outage: Outage;
  private readonly pause = new Alarm();

  constructor(
    private readonly writer: Pick<ChainWriter, 'append'>,
    private readonly observer: Pick<AuditObserver, 'accessWaiting'>,
    private readonly logger: Logger,
  ) {
    super();
    this.outage = new Outage('Storing the access log', logger);
  }

  record(tenant: TenantId, event: AuditEvent<AccessAction>): void | Promise<void> {
    if (this.closesAt < Infinity) throw new Problem('SHUTTING_DOWN', 'This process is stopping');
    this.waiting.push({ tenant, stream: 'access', event });
    if (this.waiting.length >= BATCH) this.flush();
    else this.startTimer();
    if (this.waiting.length <= CAPACITY) return undefined;
    return (this.room ??= newRoom()).promise;
  }

  /**
   * Stores what waits and takes no more. While the database does not answer it tries for five seconds, and then logs how many records
   * are lost.
   */
  async close(): Promise<void> {
    this.closesAt = Math.min(this.closesAt, performance.now() + CLOSING_MS);
    this.pause.ring();
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
      const batch = this.waiting.slice(0, BATCH);
      await this.store(batch, false);
      this.waiting = this.waiting.slice(batch.length);
      if (this.room && this.waiting.length < CAPACITY) {
        this.room.open();
        this.room = null;
      }
    } while (this.waiting.length >= BATCH);
    this.observer.accessWaiting(this.waiting.length);
  }

  private async store(batch: readonly ChainEntry[], mayBeStored: boolean): Promise<void> {
    for (let again = mayBeStored; ; again = true) {
      try {
        await this.writer.append(batch, { mayBeStored: again });
        this.outage.worked();
        return;
      } catch (error) {
        if (error instanceof Problem && error.code === 'VALIDATION_FAILED') {
          await this.isolate(batch, again, error);
          return;
        }
        const wait = this.outage.failed(error);
        const left = this.closesAt - performance.now();
        if (left <= 0) {
          this.logger.error({ records: batch.length }, 'access records are lost: they could not be stored');
          return;
        }
        await this.pause.sleep(Math.min(wait, left));
      }
    }
  }

  /** Halves the batch until the record that the database refuses stands alone: no other is lost for it. */
  private async isolate(batch: readonly ChainEntry[], mayBeStored: boolean, err: Problem): Promise<void> {
    const [first] = batch;
    if (first && batch.length === 1) {
      const { id, action } = first.event;
      this.logger.error(
        { err, id, action },
        'an access record is lost: the database refuses one of its values',
      );
      return;
    }
    const middle = batch.length >> 1;
    await this.store(batch.slice(0, middle), mayBeStored);
    await this.store(batch.slice(middle), mayBeStored);
  }
}

function newRoom(): Room {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}
