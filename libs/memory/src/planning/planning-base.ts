import type { TenantId } from '@somabrain/kernel';
import type { StoredDerivedIds } from '../consolidation/derived-memory';
import type { WaitingWrites } from '../journal/plan-journaled';
import type { WriteQuota } from '../quota/write-quota';
import type { StoredAnswer, StoredMemory } from './tenant-plan';

/** The stored state that a plan starts from, read while the tenant's head is locked. */
export interface PlanningBase {
  readonly tenant: TenantId;
  /** Time of the transaction. */
  readonly now: number;
  /** The tenant's last change. */
  readonly changeSeq: number;
  readonly stored: readonly StoredMemory[];
  readonly derived: StoredDerivedIds;
  readonly answers: readonly StoredAnswer[];
  readonly quota: WriteQuota;
  readonly waiting: WaitingWrites;
}
