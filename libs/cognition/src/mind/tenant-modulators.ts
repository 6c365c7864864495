import { type Clock, monotonicClock, type TenantId } from '@somabrain/kernel';
import type { Mind } from './mind';
import { type Neuromodulators, RESTING } from './neuromodulators';

/** How old what is known of a tenant may be. */
const FRESH_MS = 1_000;
const MOST_TENANTS = 10_000;

interface Known {
  readonly levels: Neuromodulators;
  readonly at: number;
}

/** The neuromodulators of tenants, read once a second at most: what is remembered asks for them. */
export class TenantModulators {
  private readonly known = new Map<TenantId, Known>();

  /** @param read from where they are stored */
  constructor(
    private readonly read: (tenant: TenantId) => Promise<Pick<Mind, 'neuromodulators'>>,
    private readonly clock: Clock = monotonicClock,
  ) {}

  /** Those of the tenant; at rest while they cannot be read, for nothing is held up by them. */
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
