import { Problem } from '@somabrain/kernel';

/** The daily quota of a tenant when its head is locked. */
export interface WriteQuota {
  /** Counted since midnight (UTC). */
  readonly used: number;
  /** Null: as many as it likes. */
  readonly limit: number | null;
}

/**
 * Counts a tenant's writes while a group is planned. What is refused, and what changes nothing, costs nothing. Which kinds count is said by
 * `isCounted` of each kind: remember, journal, change, restore and import.
 */
export class QuotaCount {
  private added = 0;

  constructor(private readonly quota: WriteQuota) {}

  /** Refuses writes beyond the quota; null if they fit. */
  refusal(writes: number): Problem | null {
    const { used, limit } = this.quota;
    if (limit === null || used + this.added + writes <= limit) return null;
    // The first words are those of the original.
    return new Problem(
      'QUOTA_EXCEEDED',
      `daily write quota exceeded: the tenant may store or change ${limit} memories a day (UTC)`,
    );
  }

  /** Counts a write that was planned. */
  count(): void {
    this.added += 1;
  }

  /** Null where nothing was added. */
  get today(): number | null {
    return this.added === 0 ? null : this.quota.used + this.added;
  }
}
