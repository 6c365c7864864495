import { Problem } from '@somabrain/kernel';
import type { JournalOperation, WriteOperation } from '../planning/write-operation';

/** What of a tenant waits in the journal when its head is locked. */
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

/** Keeps writes of a tenant behind those that wait in its journal, while a group is planned. */
export class JournalPlanner {
  private readonly journaled: JournalOperation[] = [];
  private readonly drained = new Set<number>();

  constructor(private readonly waiting: WaitingWrites) {}

  /** What stands against an operation that waits for what is in the journal: it would overtake what was accepted before it. */
  refusal(operation: WriteOperation): Problem | null {
    const waits = this.waiting.count + this.journaled.length > this.drained.size;
    if (!waits || isJournaled(operation)) return null;
    return new Problem(
      'WRITES_QUEUED',
      'Earlier writes of this tenant wait in the journal; nothing was changed, try again shortly',
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

  add(operation: JournalOperation): void {
    this.journaled.push(operation);
  }

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
