import { type Clock, type Logger, monotonicClock, type TenantId } from '@somabrain/kernel';
import type { Rate } from './rate-limiter';
import type { TenantLimits, TenantLimitStore } from './tenant-limits';

const MOST = 100_000;
/** A changed limit holds in every process after this time. */
const LIFE_MS = 10_000;
/** No request waits longer for the limits of a tenant that nothing is known of: a frozen database must not hold it past its deadline. */
const LONGEST_WAIT_MS = 500;

interface Known {
  readonly rate: Rate | null;
  readonly until: number;
}

/** The rate of each tenant: its own, or the default. What was read a moment ago is not read again. */
export class TenantRates {
  private readonly known = new Map<TenantId, Known>();
  private readonly reading = new Map<TenantId, Promise<Rate | null>>();

  /** @param standard of tenants without a rate of their own; null: none */
  constructor(
    private readonly standard: Rate | null,
    private readonly store: Pick<TenantLimitStore, 'read'>,
    private readonly logger: Logger,
    private readonly clock: Clock = monotonicClock,
  ) {}

  /** Null: as much as it likes. Where the database does not answer, what was known before holds on. */
  of(tenant: TenantId): Promise<Rate | null> | Rate | null {
    const known = this.known.get(tenant);
    if (known && known.until > this.clock.now()) return known.rate;
    const reading = this.reading.get(tenant) ?? this.read(tenant);
    return known ? known.rate : this.awaited(reading);
  }

  /** The rate that such limits come to. */
  rateOf({ ratePerSecond, rateBurst }: TenantLimits): Rate | null {
    if (ratePerSecond === null && rateBurst === null) return this.standard;
    const perSecond = ratePerSecond ?? this.standard?.perSecond ?? rateBurst ?? 1;
    return { perSecond, burst: rateBurst ?? Math.max(1, Math.round(2 * perSecond)) };
  }

  /** Has the limits read again, after they were changed here: what is being read now may be from before. */
  forget(tenant: TenantId): void {
    this.known.delete(tenant);
    this.reading.delete(tenant);
  }

  /** What is being read, or the default where that takes too long. */
  private awaited(reading: Promise<Rate | null>): Promise<Rate | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LONGEST_WAIT_MS, this.standard);
      void reading.then(resolve).finally(() => {
        clearTimeout(timer);
      });
    });
  }

  private read(tenant: TenantId): Promise<Rate | null> {
    const reading = this.store
      .read(tenant)
      .then((limits) => this.rateOf(limits))
      .catch((err: unknown) => {
        this.logger.warn({ err, tenant }, 'the limits of a tenant could not be read: those from before hold');
        const known = this.known.get(tenant);
        return known ? known.rate : this.standard;
      })
      .then((rate) => {
        if (this.reading.get(tenant) !== reading) return rate;
        this.reading.delete(tenant);
        this.known.delete(tenant);
        this.known.set(tenant, { rate, until: this.clock.now() + LIFE_MS });
        const [oldest] = this.known.keys();
        if (this.known.size > MOST && oldest !== undefined) this.known.delete(oldest);
        return rate;
      });
    this.reading.set(tenant, reading);
    return reading;
  }
}
