import type { GroupCommit } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import type { OutcomeOf, Refused, WriteOperation, WriteOutcome } from '../planning/write-operation';

/** Submits writes to the group commit. Each gets an outcome of its own kind. */
export class MemoryWrites {
  constructor(private readonly commits: GroupCommit<WriteOperation, readonly WriteOutcome[]>) {}

  /**
   * Writes operations of one tenant together, in their order.
   * @param deadlineAt by `performance.now()`; after it the caller no longer waits, so the writes need not begin
   * @throws Problem OVERLOADED, SHUTTING_DOWN, DATABASE_UNAVAILABLE, DEADLINE_EXCEEDED
   */
  submit<Operation extends WriteOperation>(
    tenant: TenantId,
    operations: readonly Operation[],
    deadlineAt?: number,
  ): Promise<readonly (OutcomeOf<Operation['kind']> | Refused)[]> {
    const outcomes = this.commits.submit(tenant, operations, deadlineAt);
    // The table of the kinds of writes is typed by kind; a group gives the outcomes in the order of its operations.
    return outcomes as Promise<readonly (OutcomeOf<Operation['kind']> | Refused)[]>;
  }

  /**
   * Writes one operation.
   * @throws Problem why it was refused; see `submit`
   */
  async write<Operation extends WriteOperation>(
    tenant: TenantId,
    operation: Operation,
    deadlineAt?: number,
  ): Promise<OutcomeOf<Operation['kind']>> {
    const [outcome] = await this.submit(tenant, [operation], deadlineAt);
    if (!outcome) throw new Error('A write has no outcome');
    if (outcome.status === 'refused') throw outcome.problem;
    return outcome;
  }

  /** Stores what waits, and takes no more. */
  close(): Promise<void> {
    return this.commits.close();
  }
}
