import type { TenantId } from '@somabrain/kernel';

/** Knows when tenants wrote last, as far as one has to know whether there are others beside oneself. Times are of one clock that does not go back. */
export class RecentWriters {
  private latest: TenantId | null = null;
  private latestAt = -Infinity;
  /** When a tenant other than the latest wrote last. */
  private othersAt = -Infinity;

  /** Takes in that tenants write at `now`. */
  note(tenants: Iterable<TenantId>, now: number): void {
    for (const tenant of tenants) {
      if (tenant !== this.latest) {
        this.othersAt = this.latestAt;
        this.latest = tenant;
      }
      this.latestAt = now;
    }
  }

  /** When a tenant other than this one wrote last; -Infinity for never. */
  othersWroteAt(tenant: TenantId): number {
    return tenant === this.latest ? this.othersAt : this.latestAt;
  }
}
