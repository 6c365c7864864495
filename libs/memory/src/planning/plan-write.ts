import type { Problem } from '@somabrain/kernel';
import { IdempotentAnswers } from '../idempotency/idempotent-answers';
import { isJournaled } from '../journal/plan-journaled';
import type { NewMemory } from '../memory';
import { QuotaCount } from '../quota/write-quota';
import { hiddenFromWriter } from './write-visibility';
import type { PlanningBase } from './planning-base';
import { PlanningState } from './planning-state';
import type { TenantPlan } from './tenant-plan';
import { ABSENT } from './write-kind';
import { kindOf } from './write-kinds';
import type { WriteOperation, WriteOutcome } from './write-operation';
import { batchAborted, refused } from './write-refusals';

/** Plans one tenant's operations in the order of their arrival, over the state that was stored when its head was locked. */
export class WritePlanner {
  private readonly state: PlanningState;
  private readonly answers: IdempotentAnswers;
  private readonly quota: QuotaCount;
  private readonly refusals = new Map<WriteOperation, Problem>();

  /** @param newId see `PlanningState` */
  constructor(base: PlanningBase, newId: () => string) {
    this.state = new PlanningState(base, newId);
    this.answers = new IdempotentAnswers(base.answers, remembered);
    this.quota = new QuotaCount(base.quota);
  }

  /** Checks the operations of a unit before the first is applied: if one is refused, all are. */
  admit(operations: readonly WriteOperation[]): void {
    const barred = operations.filter((operation) => this.refuse(operation, this.barrier(operation)));
    if (barred.length > 0) {
      for (const operation of operations) {
        if (!barred.includes(operation)) this.refuse(operation, batchAborted());
      }
      return;
    }
    const fresh = operations.filter(
      (operation) => isNewMemory(operation) && !this.answers.repeated(operation),
    );
    for (const operation of fresh) this.refuse(operation, this.quotaRefusal(operation, fresh.length));
  }

  /** Applies an operation and returns its outcome. A refused one changes nothing. */
  apply(operation: WriteOperation): WriteOutcome {
    if (this.state.journal.isGone(operation)) return ABSENT;
    const kind = kindOf(operation);
    const overtaking = kind.waitsForJournal ? this.state.journal.refusal(operation) : null;
    if (overtaking) return refused(overtaking);
    const outcome = this.answers.repeated(operation) ?? this.applyNew(operation);
    if (outcome.status !== 'refused') this.state.journal.done(operation);
    return outcome;
  }

  private applyNew(operation: WriteOperation): WriteOutcome {
    const refusal = this.refusals.get(operation) ?? this.quotaRefusal(operation, 1);
    if (refusal) return refused(refusal);
    const records = this.state.events.length;
    const outcome = kindOf(operation).plan(this.state, operation);
    const hasChanged = outcome.status !== 'refused' && this.state.events.length > records;
    if (hasChanged && kindOf(operation).isCounted(operation)) this.quota.count();
    return this.answers.keep(operation, outcome);
  }

  /** The plan of all operations that were applied. */
  plan(): TenantPlan {
    return {
      ...this.state.plan(),
      answers: this.answers.given,
      writesToday: this.quota.today,
    };
  }

  private quotaRefusal(operation: WriteOperation, writes: number): Problem | null {
    return kindOf(operation).isCounted(operation) ? this.quota.refusal(writes) : null;
  }

  private refuse(operation: WriteOperation, problem: Problem | null): boolean {
    if (problem) this.refusals.set(operation, problem);
    return problem !== null;
  }

  /** Refuses an operation for what it is, apart from any quota; null if nothing is wrong with it. */
  private barrier(operation: WriteOperation): Problem | null {
    const memory = remembered(operation);
    const hidden = memory ? hiddenFromWriter(operation.visibility, memory) : null;
    if (hidden || operation.mayDelete !== false || this.answers.repeated(operation)) return hidden;
    return kindOf(operation).shortens?.(this.state, operation) ?? null;
  }
}

/** Whether it remembers a memory that was not accepted before. */
function isNewMemory(operation: WriteOperation): boolean {
  return remembered(operation) !== undefined && !isJournaled(operation);
}

function remembered(operation: WriteOperation): NewMemory | undefined {
  return kindOf(operation).remembers?.(operation);
}
