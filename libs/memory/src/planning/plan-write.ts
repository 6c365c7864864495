import type { AuditEvent } from '@somabrain/audit';
import { isVisible, Problem, sessionMark } from '@somabrain/kernel';
import type { NewMemory, Queued, Remembered } from '../memory';
import { applyPatch } from '../change/apply-patch';
import { planClose, planReopen, planWeights } from '../consolidation/plan-consolidation';
import { planImport } from '../transfer/plan-import';
import { type PlanningBase, PlanningState } from './planning-state';
import { type PlannedMemory, isOf, isSame } from './planned-memories';
import { planLink } from '../links/plan-link';
import { IdempotentAnswers } from '../idempotency/idempotent-answers';
import { isJournaled, JournalPlanner } from '../journal/plan-journaled';
import { stateOf } from './memory-state';
import { planRating } from '../ratings/plan-rating';
import { shortenedLife } from './shortened-life';
import { sourcesOf } from '../consolidation/sources-of';
import { hiddenBy, storedOutOfSight } from './out-of-sight';
import type { TenantPlan } from './tenant-plan';
import { notFound } from '../not-found';
import { QuotaCount } from '../quota/write-quota';
import { batchAborted, refused, versionMismatch } from './write-refusals';
import type {
  ChangeOperation,
  JournalOperation,
  Refused,
  RememberOperation,
  RemoveOperation,
  RestoreOperation,
  SummaryOperation,
  WriteOperation,
  WriteOutcome,
} from './write-operation';

const ABSENT: WriteOutcome = { status: 'absent', replayed: false };

/** Plans one tenant's operations, in the order they arrived, over what was stored when its head was locked. */
export class WritePlanner {
  private readonly state: PlanningState;
  private readonly answers: IdempotentAnswers;
  private readonly quota: QuotaCount;
  private readonly journal: JournalPlanner;
  private readonly refusals = new Map<WriteOperation, Problem>();

  /** @param newId see `PlanningState` */
  constructor(base: PlanningBase, newId: () => string) {
    this.state = new PlanningState(base, newId);
    this.answers = new IdempotentAnswers(base.answers);
    this.quota = new QuotaCount(base.quota);
    this.journal = new JournalPlanner(base.waiting);
  }

  /** Checks operations that stand or fall together before the first is applied: if one is refused, all are. */
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
    for (const operation of fresh) this.refuse(operation, this.quota.refusal(operation, fresh.length));
  }

  /** What the operation comes to; one that is refused changes nothing. */
  apply(operation: WriteOperation): WriteOutcome {
    if (this.journal.isGone(operation)) return ABSENT;
    const overtaking = this.journal.refusal(operation);
    if (overtaking) return refused(overtaking);
    const outcome = this.answers.repeated(operation) ?? this.applyNew(operation);
    if (outcome.status !== 'refused') this.journal.done(operation);
    return outcome;
  }

  private applyNew(operation: WriteOperation): WriteOutcome {
    const refusal = this.refusals.get(operation) ?? this.quota.refusal(operation);
    if (refusal) return refused(refusal);
    const records = this.state.events.length;
    const outcome = this.execute(operation);
    if (outcome.status !== 'refused' && this.state.events.length > records) this.quota.count(operation);
    return this.answers.keep(operation, outcome);
  }

  plan(): TenantPlan {
    return {
      ...this.state.plan(),
      ...this.journal.plan(),
      answers: this.answers.given,
      writesToday: this.quota.today,
    };
  }

  private refuse(operation: WriteOperation, problem: Problem | null): boolean {
    if (problem) this.refusals.set(operation, problem);
    return problem !== null;
  }

  /** What stands against an operation, whatever else there is room for. */
  private barrier(operation: WriteOperation): Problem | null {
    const hidden = hiddenBy(operation);
    if (hidden || operation.mayDelete !== false || this.answers.repeated(operation)) return hidden;
    return shortenedLife(this.state, operation, (remember) => this.present(remember));
  }

  private execute(operation: WriteOperation): WriteOutcome {
    switch (operation.kind) {
      case 'remember':
        return this.remember(operation);
      case 'journal':
        return this.accept(operation);
      case 'change':
        return this.change(operation);
      case 'restore':
        return this.restore(operation);
      case 'summary':
        return this.summarise(operation);
      case 'link':
        return planLink(this.state, operation);
      case 'rate':
        return planRating(this.state, operation);
      case 'import':
        return planImport(this.state, operation);
      case 'close':
        return planClose(this.state, operation);
      case 'reopen':
        return planReopen(this.state, operation);
      case 'weigh':
        return planWeights(this.state, operation);
      case 'delete':
      case 'expire':
      case 'forget':
        return this.remove(operation);
    }
  }

  private remember(operation: RememberOperation): WriteOutcome {
    const gone = sourcesOf(operation).find((id) => !this.state.live(id, undefined));
    // Only who made it just now can make it again of what is left.
    if (gone !== undefined)
      return operation.run === undefined && !operation.journaled ? refused(notFound(gone)) : ABSENT;
    const found = this.present(operation);
    const outcome = found ? this.repeat(found, operation) : this.create(operation);
    if (outcome.status === 'refused') return outcome;
    const remembered = this.state.memories.withId(outcome.id);
    if (remembered) for (const link of operation.links) this.state.link(remembered, link);
    if (remembered && operation.run !== undefined && outcome.status !== 'deduplicated')
      this.state.record(operation.run, 'summarised', remembered);
    return outcome;
  }

  private accept(operation: JournalOperation): Queued {
    const { operationId, actor, traceId, decisionId, id, memory } = operation;
    const { key, namespace } = memory;
    this.journal.add(operation);
    this.state.events.push({
      id: operationId,
      actor,
      action: 'memory.accepted',
      traceId,
      decisionId,
      resource: { type: 'memory', id, namespace },
      data: { bytes: Buffer.byteLength(memory.content) },
    });
    return { status: 'queued', id, key, namespace, createdAt: this.state.base.now, replayed: false };
  }

  /** The memory that it repeats; those whose time is over make room. */
  private present(operation: RememberOperation): PlannedMemory | undefined {
    let found = this.find(operation);
    for (; found?.expired; found = this.find(operation)) this.state.expire(found, operation.traceId);
    return found;
  }

  private find({
    state: { fields, duplicateDigest },
    visibility,
  }: RememberOperation): PlannedMemory | undefined {
    const { namespace, key } = fields;
    if (key !== null) return this.state.memories.withKey({ namespace, key }, visibility, fields);
    return duplicateDigest === null ? undefined : this.state.memories.withDuplicateDigest(duplicateDigest);
  }

  private create(operation: RememberOperation): Remembered {
    const { state, id, nonce } = operation;
    const { now } = this.state.base;
    const expiresAt = this.state.expiryOf(state.fields);
    const created = this.state.create(
      { id, nonce, version: 1, createdAt: now, updatedAt: now, expiresAt },
      state,
    );
    this.state.audit(operation, 'memory.remembered', created, remarksOn(operation));
    return outcomeOf(created, 'created');
  }

  private repeat(found: PlannedMemory, operation: RememberOperation): Remembered | Refused {
    const { state } = operation;
    if (isSame(found, state)) {
      if (operation.links.length > 0)
        this.state.audit(operation, 'memory.linked', found, remarksOn(operation));
      return outcomeOf(found, 'deduplicated');
    }
    const exhausted = this.state.exhausted(found);
    if (exhausted) return refused(exhausted);
    this.state.revise(found, state, this.state.expiryOf(state.fields));
    this.state.audit(operation, 'memory.updated', found, remarksOn(operation));
    return outcomeOf(found, 'updated');
  }

  private change(operation: ChangeOperation): WriteOutcome {
    const { visibility } = operation;
    const found = this.state.live(operation.id, visibility);
    if (!found?.state) return refused(notFound(operation.id));
    const { ifVersions, patch } = operation;
    if (ifVersions && !ifVersions.includes(found.version)) return refused(versionMismatch(found.version));
    const fields = applyPatch(found.state.fields, patch);
    if (fields instanceof Problem) return refused(fields);
    if (!fields) return changed(found);
    const hidden = storedOutOfSight(visibility, fields);
    if (hidden) return refused(hidden);
    const obstacle = this.state.exhausted(found) ?? this.takeKey(found, fields, operation);
    if (obstacle) return refused(obstacle);
    const analysed = operation.analysed ?? found.state.analysed;
    const expiresAt = patch.ttlSeconds === undefined ? found.expiresAt : this.state.expiryOf(fields);
    this.state.revise(found, stateOf(fields, analysed, found.state.closed), expiresAt);
    this.state.audit(operation, 'memory.updated', found);
    return changed(found);
  }

  private restore(operation: RestoreOperation): WriteOutcome {
    const { state, visibility } = operation;
    const found = this.state.live(operation.id, visibility);
    if (!found) return refused(notFound(operation.id));
    const obstacle = this.state.exhausted(found) ?? this.takeKey(found, state.fields, operation);
    if (obstacle) return refused(obstacle);
    this.state.revise(found, state, this.state.expiryOf(state.fields));
    this.state.audit(operation, 'memory.restored', found, { restored_version: operation.version });
    return changed(found);
  }

  /** A memory may share its key with those of other users and agents, but does not come to one that somebody sees it taken. */
  private takeKey(
    found: PlannedMemory,
    fields: NewMemory,
    { traceId, visibility }: WriteOperation,
  ): Problem | null {
    const renamed = fields.namespace !== found.namespace || fields.key !== found.key;
    return this.state.takeKey(
      found.id,
      fields,
      traceId,
      (other) => isOf(other, fields) || (renamed && isVisible(visibility, other)),
    );
  }

  private remove(operation: RemoveOperation): WriteOutcome {
    const found = this.state.memories.withId(operation.id);
    // A forget takes what is expired too; a delete does not find it.
    const wanted =
      found &&
      !found.removed &&
      isVisible(operation.visibility, found) &&
      (operation.kind === 'forget' || (operation.kind === 'expire') === found.expired);
    if (!wanted) return ABSENT;
    this.state.drop(found, operation);
    return { status: 'removed', replayed: false };
  }

  private summarise(operation: SummaryOperation): WriteOutcome {
    const { operationId: auditId, action, summary } = operation;
    this.state.auditTenant(operation, action, summary);
    return { status: 'summarised', auditId, summary, replayed: false };
  }
}

/** Whether it has something remembered that was not accepted before. */
function isNewMemory(operation: WriteOperation): boolean {
  return operation.kind === 'journal' || (operation.kind === 'remember' && !isJournaled(operation));
}

/** What the audit record of a remember says besides what it did. */
function remarksOn({ links, journaled, state }: RememberOperation): AuditEvent['data'] {
  const { sessionId } = state.fields;
  return {
    ...(sessionId !== null && { session: sessionMark(sessionId) }),
    ...(links.length > 0 && { links: links.length }),
    ...(journaled && { accepted_id: journaled.acceptedId }),
  };
}

function outcomeOf(memory: PlannedMemory, status: Remembered['status']): Remembered {
  const { id, version, key, namespace, createdAt } = memory;
  return { status, id, version, key, namespace, createdAt, replayed: false };
}

function changed({ id, version }: PlannedMemory): WriteOutcome {
  return { status: 'changed', id, version, replayed: false };
}
