import type { AuditEvent } from '@somabrain/audit';
import { Problem, type TenantId } from '@somabrain/kernel';
import { coordinateOf, packCoordinate } from '../coordinate';
import type { NewMemory, Remembered } from '../memory';
import { applyPatch } from './apply-patch';
import { type Folded, FoldedMemories } from './folded-memories';
import { IdempotentAnswers } from './idempotent-answers';
import { sizeAndDigest } from './memory-digests';
import { type MemoryState, stateOf } from './memory-state';
import type { Change, MemoryRow, StoredAnswer, StoredMemory, TenantPlan } from './tenant-plan';
import { keyTaken, notFound, versionMismatch } from './write-refusals';
import type {
  ChangeOperation,
  ForgottenOperation,
  RememberOperation,
  RemoveOperation,
  RestoreOperation,
  WriteOperation,
  WriteOutcome,
} from './write-operation';

/** What the tenant has when its head is locked. */
export interface FoldBase {
  readonly tenant: TenantId;
  /** Time of the transaction. */
  readonly now: number;
  /** The tenant's last change. */
  readonly changeSeq: number;
  readonly stored: readonly StoredMemory[];
  readonly answers: readonly StoredAnswer[];
}

/** Folds one tenant's operations, in the order they arrived, over what was stored when its head was locked. */
export class WriteFold {
  private readonly memories: FoldedMemories;
  private readonly answers: IdempotentAnswers;
  private readonly changes: Change[] = [];
  private readonly events: AuditEvent[] = [];
  private changeSeq: number;

  /** @param newId makes the ids of the records of memories whose time turns out to be over */
  constructor(
    private readonly base: FoldBase,
    private readonly newId: () => string,
  ) {
    this.memories = new FoldedMemories(base.stored);
    this.answers = new IdempotentAnswers(base.answers);
    this.changeSeq = base.changeSeq;
  }

  /** What the operation comes to; one that is refused changes nothing. */
  apply(operation: WriteOperation): WriteOutcome {
    const repeated = this.answers.repeated(operation);
    if (repeated) return repeated;
    return this.answers.keep(operation, this.execute(operation));
  }

  plan(): TenantPlan {
    const touched = this.memories.touched();
    const kept = touched.filter((memory) => !memory.removed);
    return {
      inserts: kept.filter((memory) => !memory.stored).flatMap((memory) => memory.row ?? []),
      updates: kept.filter((memory) => memory.stored).flatMap((memory) => memory.row ?? []),
      versions: kept.flatMap((memory) => memory.replaced.map((row) => ({ row, replacedAt: this.base.now }))),
      removals: touched.filter((memory) => memory.removed && memory.stored).map((memory) => memory.id),
      changes: this.changes,
      events: this.events,
      answers: this.answers.given,
    };
  }

  private execute(operation: WriteOperation): WriteOutcome {
    switch (operation.kind) {
      case 'remember':
        return this.remember(operation);
      case 'change':
        return this.change(operation);
      case 'restore':
        return this.restore(operation);
      case 'forgotten':
        return this.recordForgotten(operation);
      case 'delete':
      case 'expire':
      case 'forget':
        return this.remove(operation);
    }
  }

  private remember(operation: RememberOperation): Remembered {
    let found = this.find(operation.state);
    for (; found?.expired; found = this.find(operation.state)) this.expire(found, operation.traceId);
    return found ? this.repeat(found, operation) : this.create(operation);
  }

  private find({ fields, duplicateDigest }: MemoryState): Folded | undefined {
    if (fields.key !== null) return this.memories.withKey(fields.namespace, fields.key);
    return duplicateDigest === null ? undefined : this.memories.withDuplicateDigest(duplicateDigest);
  }

  private create(operation: RememberOperation): Remembered {
    const { state, id, nonce } = operation;
    const { namespace, key } = state.fields;
    const arrival = this.note(namespace, id, 'put');
    const created: Folded = {
      id,
      namespace,
      key,
      createdAt: this.base.now,
      expiresAt: this.expiryOf(state.fields),
      arrival,
      nonce,
      stored: false,
      replaced: [],
      version: 1,
      duplicateDigest: state.duplicateDigest,
      stateDigest: state.stateDigest,
      expired: false,
      state,
      row: null,
      removed: false,
    };
    created.row = this.rowOf(created, state);
    this.memories.enter(created);
    this.audit(operation, 'memory.remembered', created);
    return outcomeOf(created, 'created');
  }

  private repeat(found: Folded, operation: RememberOperation): Remembered {
    const { state } = operation;
    if (found.duplicateDigest === state.duplicateDigest && found.stateDigest === state.stateDigest) {
      return outcomeOf(found, 'deduplicated');
    }
    this.revise(found, state, this.expiryOf(state.fields));
    this.audit(operation, 'memory.updated', found);
    return outcomeOf(found, 'updated');
  }

  private change(operation: ChangeOperation): WriteOutcome {
    const found = this.live(operation.id);
    if (!found?.state) return refused(notFound(operation.id));
    const { ifVersions, patch } = operation;
    if (ifVersions && !ifVersions.includes(found.version)) return refused(versionMismatch(found.version));
    const fields = applyPatch(found.state.fields, patch);
    if (fields instanceof Problem) return refused(fields);
    if (!fields) return changed(found);
    const taken = this.takeKey(found, fields, operation.traceId);
    if (taken) return refused(taken);
    const analysed = operation.analysed ?? found.state.analysed;
    const expiresAt = patch.ttlSeconds === undefined ? found.expiresAt : this.expiryOf(fields);
    this.revise(found, stateOf(fields, analysed), expiresAt);
    this.audit(operation, 'memory.updated', found);
    return changed(found);
  }

  private restore(operation: RestoreOperation): WriteOutcome {
    const found = this.live(operation.id);
    if (!found) return refused(notFound(operation.id));
    const { state } = operation;
    const taken = this.takeKey(found, state.fields, operation.traceId);
    if (taken) return refused(taken);
    this.revise(found, state, this.expiryOf(state.fields));
    this.audit(operation, 'memory.restored', found, { restored_version: operation.version });
    return changed(found);
  }

  private remove(operation: RemoveOperation): WriteOutcome {
    const found = this.memories.withId(operation.id);
    // A forget takes what is expired too; a delete does not find it.
    const wanted =
      found &&
      !found.removed &&
      (operation.kind === 'forget' || (operation.kind === 'expire') === found.expired);
    if (!wanted) return { status: 'absent', replayed: false };
    this.drop(found, operation);
    return { status: 'removed', replayed: false };
  }

  private recordForgotten(operation: ForgottenOperation): WriteOutcome {
    const { operationId, actor, traceId, summary } = operation;
    this.events.push({
      id: operationId,
      actor,
      action: 'memories.forgotten',
      traceId,
      resource: { type: 'tenant', id: this.base.tenant },
      data: summary,
    });
    return { status: 'forgotten', auditId: operationId, summary, replayed: false };
  }

  private live(id: string): Folded | undefined {
    const found = this.memories.withId(id);
    return found && !found.removed && !found.expired ? found : undefined;
  }

  /** Makes sure that no other memory has the key; one whose time is over makes room. @returns what stands in the way */
  private takeKey(memory: Folded, { namespace, key }: NewMemory, traceId: string): Problem | null {
    const other = key === null ? undefined : this.memories.withKey(namespace, key);
    if (!other || other === memory) return null;
    if (!other.expired) return keyTaken(namespace, key ?? '');
    this.expire(other, traceId);
    return null;
  }

  private revise(memory: Folded, state: MemoryState, expiresAt: number | null): void {
    if (memory.row) memory.replaced.push(memory.row);
    this.memories.leave(memory);
    const { namespace, key } = state.fields;
    if (namespace !== memory.namespace) this.note(memory.namespace, memory.id, 'removed');
    memory.version += 1;
    memory.namespace = namespace;
    memory.key = key;
    memory.expiresAt = expiresAt;
    memory.duplicateDigest = state.duplicateDigest;
    memory.stateDigest = state.stateDigest;
    memory.state = state;
    memory.row = this.rowOf(memory, state);
    this.memories.enter(memory);
    this.note(namespace, memory.id, 'put');
  }

  private expire(found: Folded, traceId: string): void {
    const operation: RemoveOperation = {
      kind: 'expire',
      id: found.id,
      operationId: this.newId(),
      actor: 'system',
      traceId,
      idempotency: null,
    };
    this.drop(found, operation);
  }

  private drop(found: Folded, operation: RemoveOperation): void {
    this.memories.leave(found);
    found.removed = true;
    this.note(found.namespace, found.id, 'removed');
    this.audit(operation, REMOVALS[operation.kind], found);
  }

  private rowOf(memory: Folded, state: MemoryState): MemoryRow {
    const { id, version, createdAt, expiresAt, arrival, nonce, namespace, key } = memory;
    const coordinate = packCoordinate(coordinateOf(this.base.tenant, namespace, key ?? id));
    if (!coordinate) throw new Error('A coordinate that was made here cannot be read');
    return { state, id, coordinate, version, createdAt, updatedAt: this.base.now, expiresAt, arrival, nonce };
  }

  private expiryOf({ ttlSeconds }: NewMemory): number | null {
    return ttlSeconds === null ? null : this.base.now + ttlSeconds * 1000;
  }

  /** Writes a change down. @returns its number */
  private note(namespace: string, memoryId: string, op: Change['op']): number {
    this.changeSeq += 1;
    this.changes.push({ namespace, seq: this.changeSeq, memoryId, op });
    return this.changeSeq;
  }

  private audit(
    operation: WriteOperation,
    action: AuditEvent['action'],
    memory: Folded,
    more: AuditEvent['data'] = {},
  ): void {
    const content = memory.removed ? undefined : memory.state?.fields.content;
    this.events.push({
      id: operation.operationId,
      actor: operation.actor,
      action,
      traceId: operation.traceId,
      resource: { type: 'memory', id: memory.id, namespace: memory.namespace },
      data: {
        version: memory.version,
        ...more,
        ...(content === undefined ? {} : sizeAndDigest(memory.nonce, content)),
      },
    });
  }
}

const REMOVALS = {
  delete: 'memory.deleted',
  expire: 'memory.expired',
  forget: 'memory.forgotten',
} as const;

function outcomeOf(memory: Folded, status: Remembered['status']): Remembered {
  const { id, version, key, namespace, createdAt } = memory;
  return { status, id, version, key, namespace, createdAt, replayed: false };
}

function changed({ id, version }: Folded): WriteOutcome {
  return { status: 'changed', id, version, replayed: false };
}

function refused(problem: Problem): WriteOutcome {
  return { status: 'refused', problem };
}
