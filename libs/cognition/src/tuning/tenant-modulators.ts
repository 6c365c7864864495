import { type Clock, monotonicClock, type TenantId } from '@somabrain/kernel';
import type { TenantTuning } from './tenant-tuning';
import { type Neuromodulators, RESTING } from './neuromodulators';

/** Milliseconds that levels read from the database are used. */
const FRESH_MS = 1_000;
const MOST_TENANTS = 10_000;

interface Known {
  readonly levels: Neuromodulators;
  readonly at: number;
}

/** Caches the neuromodulators of tenants for a second, since every remembered memory needs them. */
export class TenantModulators {
  private readonly known = new Map<TenantId, Known>();

  /** @param read from where they are stored */
  constructor(
    private readonly read: (tenant: TenantId) => Promise<Pick<TenantTuning, 'neuromodulators'>>,
    private readonly clock: Clock = monotonicClock,
  ) {}

  /** The levels of a tenant. While they cannot be read: the last ones known, else those at rest. */
  async of(tenant: TenantId): Promise<Neuromodulators> {
    const now = this.clock.now();
    const known = this.known.get(tenant);
    if (known && now - known.at < FRESH_MS) return known.levels;
    const levels = await this.read(tenant).then(
      ({ neuromodulators }) => neuromodulators,
      () => known?.levels ?? RESTING,
    );
    this.keep(tenant, levels, now);
    return levels;
  }

  /** Takes over what was just stored. */
  set(tenant: TenantId, levels: Neuromodulators): void {
    this.keep(tenant, levels, this.clock.now());
  }

  private keep(tenant: TenantId, levels: Neuromodulators, at: number): void {
    this.known.delete(tenant);
    this.known.set(tenant, { levels, at });
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_TENANTS && oldest !== undefined) this.known.delete(oldest);
  }
}
