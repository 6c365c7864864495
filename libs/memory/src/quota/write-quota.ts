import { Problem } from '@somabrain/kernel';
import { isJournaled } from '../journal/plan-journaled';
import type { WriteOperation } from '../planning/write-operation';

/** The daily quota of a tenant when its head is locked. */
export interface WriteQuota {
  /** Counted since midnight (UTC). */
  readonly used: number;
  /** Null: as many as it likes. */
  readonly limit: number | null;
}

const COUNTED: ReadonlySet<WriteOperation['kind']> = new Set<WriteOperation['kind']>([
  'remember',
  'journal',
  'change',
  'restore',
  'import',
]);

/** Counts a tenant's writes while a group is planned. What is refused, and what changes nothing, costs nothing. */
export class QuotaCount {
  private added = 0;

  constructor(private readonly quota: WriteQuota) {}

  /** What stands against so many more of these; null where they fit. */
  refusal(operation: WriteOperation, count = 1): Problem | null {
    const { used, limit } = this.quota;
    if (limit === null || !isCounted(operation) || used + this.added + count <= limit) return null;
    // The first words are those of the original.
    return new Problem(
      'QUOTA_EXCEEDED',
      `daily write quota exceeded: the tenant may store or change ${limit} memories a day (UTC)`,
    );
  }

  count(operation: WriteOperation): void {
    if (isCounted(operation)) this.added += 1;
  }

  /** Null where nothing was added. */
  get today(): number | null {
    return this.added === 0 ? null : this.quota.used + this.added;
  }
}

/** What comes from the journal was counted when it was accepted; what consolidation makes of memories is no write of the tenant. */
function isCounted(operation: WriteOperation): boolean {
  if (operation.kind === 'remember' && operation.run !== undefined) return false;
  return COUNTED.has(operation.kind) && !isJournaled(operation);
}
