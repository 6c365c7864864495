import { Problem, type Logger, type TenantId } from '@somabrain/kernel';

const FIRST_MS = 500;
const LONGEST_MS = 60_000;
/** More are forgotten: they are tried once more, which costs a transaction. */
const MOST_TENANTS = 10_000;

interface Pause {
  readonly failures: number;
  /** By `performance.now()`. */
  readonly endsAt: number;
}

/** The tenants whose last turn failed. Each pauses longer after each failure, so that it costs the others little. */
export class TenantPauses {
  private readonly pauses = new Map<TenantId, Pause>();

  /** @param trouble what the log says of a tenant whose turn failed */
  constructor(
    private readonly logger: Logger,
    private readonly trouble: string,
  ) {}

  /** Whether a tenant pauses. @param now by `performance.now()` */
  has(tenant: TenantId, now: number): boolean {
    return now < (this.pauses.get(tenant)?.endsAt ?? 0);
  }

  /** Notes a success, which ends the pauses of a tenant. */
  worked(tenant: TenantId): void {
    this.pauses.delete(tenant);
  }

  /** Logs the first failure, not those after it. */
  failed(tenant: TenantId, err: unknown, now: number): void {
    const failures = (this.pauses.get(tenant)?.failures ?? 0) + 1;
    if (this.pauses.size >= MOST_TENANTS) this.pauses.clear();
    this.pauses.set(tenant, { failures, endsAt: now + Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS) });
    if (failures > 1) return;
    const level = err instanceof Problem ? 'warn' : 'error';
    this.logger[level]({ err, tenant }, `${this.trouble}: it is tried again, and other tenants go on`);
  }
}
