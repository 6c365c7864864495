import type { TenantId } from '@somabrain/kernel';

/** How long a tenant stays apart after a unit of it broke a transaction. */
const APART_MS = 60_000;
/** When there are more, the oldest come back to the others: remembering all of them would cost memory without end. */
const MAX_APART = 10_000;

interface Apart {
  readonly until: number;
  /** Whether a unit of it is known to have broken a transaction; else it was only there when one took too long. */
  readonly known: boolean;
}

/** The tenants whose writes share no transaction with others for a while, since units of theirs broke one. Times are of one clock that does not go back. */
export class TenantsApart {
  private readonly tenants = new Map<TenantId, Apart>();

  /** A unit of the tenant failed although it stood alone. */
  found(tenant: TenantId, now: number): void {
    this.put(tenant, { until: now + APART_MS, known: true });
  }

  /** The tenant was in a transaction that took too long, with others. */
  suspect(tenant: TenantId, now: number): void {
    if (!this.has(tenant, now)) this.put(tenant, { until: now + APART_MS, known: false });
  }

  /** Writes of the tenant were stored: nothing is left of a mere suspicion. */
  stored(tenant: TenantId): void {
    if (this.tenants.get(tenant)?.known === false) this.tenants.delete(tenant);
  }

  has(tenant: TenantId, now: number): boolean {
    const apart = this.tenants.get(tenant);
    if (!apart) return false;
    if (apart.until > now) return true;
    this.tenants.delete(tenant);
    return false;
  }

  private put(tenant: TenantId, apart: Apart): void {
    this.tenants.delete(tenant);
    this.tenants.set(tenant, apart);
    const [oldest] = this.tenants.keys();
    if (this.tenants.size > MAX_APART && oldest !== undefined) this.tenants.delete(oldest);
  }
}
