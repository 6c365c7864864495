import { Problem } from '@somabrain/kernel';
import type { JournalOperation, WriteOperation } from '../planning/write-operation';

/** The journal of a tenant when its head is locked. */
export interface WaitingWrites {
  readonly count: number;
  /** Rows that operations of the group come from and that are still there, by their `seq`. */
  readonly present: ReadonlySet<number>;
}

/** What a group adds to a tenant's journal and takes from it. */
export interface JournalPlan {
  readonly journaled: readonly JournalOperation[];
  /** The `seq` of each row that is done with. */
  readonly drained: readonly number[];
}

/** Keeps the writes of a tenant behind its queued ones while a group is planned. */
export class JournalPlanner {
  private readonly journaled: JournalOperation[] = [];
  private readonly drained = new Set<number>();

  constructor(private readonly waiting: WaitingWrites) {}

  /** Refuses an operation that would overtake writes accepted before it; null if it may go on. */
  refusal(operation: WriteOperation): Problem | null {
    const waits = this.waiting.count + this.journaled.length > this.drained.size;
    if (!waits || isJournaled(operation)) return null;
    return new Problem(
      'WRITES_QUEUED',
      'Earlier writes of this tenant are queued in the journal; nothing was changed, try again shortly',
    );
  }

  /** Whether the operation is of a row that somebody else has stored meanwhile. */
  isGone(operation: WriteOperation): boolean {
    const seq = seqOf(operation);
    return seq !== null && (!this.waiting.present.has(seq) || this.drained.has(seq));
  }

  /** The operation took effect: its row, if it comes from one, is done with. */
  done(operation: WriteOperation): void {
    const seq = seqOf(operation);
    if (seq !== null) this.drained.add(seq);
  }

  /** Queues an accepted memory. */
  add(operation: JournalOperation): void {
    this.journaled.push(operation);
  }

  /** The rows to add and to remove. */
  plan(): JournalPlan {
    return { journaled: this.journaled, drained: [...this.drained] };
  }
}

/** Whether the operation comes from the journal: it was accepted, counted and answered for before. */
export function isJournaled(operation: WriteOperation): boolean {
  return seqOf(operation) !== null;
}

function seqOf(operation: WriteOperation): number | null {
  return operation.kind === 'remember' ? (operation.journaled?.seq ?? null) : null;
}
