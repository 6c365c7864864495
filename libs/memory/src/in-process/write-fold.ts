import { Problem } from '@somabrain/kernel';
import type { Remembered } from '../memory';
import { applyPatch } from './apply-patch';
import { foldImport } from './fold-import';
import { type FoldBase, FoldState } from './fold-state';
import type { Folded } from './folded-memories';
import { foldLink } from './links/fold-link';
import { IdempotentAnswers } from './idempotent-answers';
import { type MemoryState, stateOf } from './memory-state';
import type { TenantPlan } from './tenant-plan';
import { notFound } from '../not-found';
import { refused, versionMismatch } from './write-refusals';
import type {
  ChangeOperation,
  RememberOperation,
  RemoveOperation,
  RestoreOperation,
  SummaryOperation,
  WriteOperation,
  WriteOutcome,
} from './write-operation';

/** Folds one tenant's operations, in the order they arrived, over what was stored when its head was locked. */
export class WriteFold {
  private readonly state: FoldState;
  private readonly answers: IdempotentAnswers;

  /** @param newId makes the ids of the records of memories whose time turns out to be over */
  constructor(base: FoldBase, newId: () => string) {
    this.state = new FoldState(base, newId);
    this.answers = new IdempotentAnswers(base.answers);
  }

  /** What the operation comes to; one that is refused changes nothing. */
  apply(operation: WriteOperation): WriteOutcome {
    const repeated = this.answers.repeated(operation);
    if (repeated) return repeated;
    return this.answers.keep(operation, this.execute(operation));
  }

  plan(): TenantPlan {
    return { ...this.state.plan(), answers: this.answers.given };
  }

  private execute(operation: WriteOperation): WriteOutcome {
    switch (operation.kind) {
      case 'remember':
        return this.remember(operation);
      case 'change':
        return this.change(operation);
      case 'restore':
        return this.restore(operation);
      case 'summary':
        return this.summarise(operation);
      case 'link':
        return foldLink(this.state, operation);
      case 'import':
        return foldImport(this.state, operation);
      case 'delete':
      case 'expire':
      case 'forget':
        return this.remove(operation);
    }
  }

  private remember(operation: RememberOperation): Remembered {
    let found = this.find(operation.state);
    for (; found?.expired; found = this.find(operation.state)) this.state.expire(found, operation.traceId);
    const outcome = found ? this.repeat(found, operation) : this.create(operation);
    const remembered = this.state.memories.withId(outcome.id);
    if (remembered) for (const link of operation.links) this.state.link(remembered, link);
    return outcome;
  }

  private find({ fields, duplicateDigest }: MemoryState): Folded | undefined {
    if (fields.key !== null) return this.state.memories.withKey(fields.namespace, fields.key);
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
    this.state.audit(operation, 'memory.remembered', created, linkCount(operation));
    return outcomeOf(created, 'created');
  }

  private repeat(found: Folded, operation: RememberOperation): Remembered {
    const { state } = operation;
    if (found.duplicateDigest === state.duplicateDigest && found.stateDigest === state.stateDigest) {
      const links = linkCount(operation);
      if (links) this.state.audit(operation, 'memory.linked', found, links);
      return outcomeOf(found, 'deduplicated');
    }
    this.state.revise(found, state, this.state.expiryOf(state.fields));
    this.state.audit(operation, 'memory.updated', found, linkCount(operation));
    return outcomeOf(found, 'updated');
  }

  private change(operation: ChangeOperation): WriteOutcome {
    const found = this.state.live(operation.id);
    if (!found?.state) return refused(notFound(operation.id));
    const { ifVersions, patch } = operation;
    if (ifVersions && !ifVersions.includes(found.version)) return refused(versionMismatch(found.version));
    const fields = applyPatch(found.state.fields, patch);
    if (fields instanceof Problem) return refused(fields);
    if (!fields) return changed(found);
    const taken = this.state.takeKey(found.id, fields, operation.traceId);
    if (taken) return refused(taken);
    const analysed = operation.analysed ?? found.state.analysed;
    const expiresAt = patch.ttlSeconds === undefined ? found.expiresAt : this.state.expiryOf(fields);
    this.state.revise(found, stateOf(fields, analysed), expiresAt);
    this.state.audit(operation, 'memory.updated', found);
    return changed(found);
  }

  private restore(operation: RestoreOperation): WriteOutcome {
    const found = this.state.live(operation.id);
    if (!found) return refused(notFound(operation.id));
    const { state } = operation;
    const taken = this.state.takeKey(found.id, state.fields, operation.traceId);
    if (taken) return refused(taken);
    this.state.revise(found, state, this.state.expiryOf(state.fields));
    this.state.audit(operation, 'memory.restored', found, { restored_version: operation.version });
    return changed(found);
  }

  private remove(operation: RemoveOperation): WriteOutcome {
    const found = this.state.memories.withId(operation.id);
    // A forget takes what is expired too; a delete does not find it.
    const wanted =
      found &&
      !found.removed &&
      (operation.kind === 'forget' || (operation.kind === 'expire') === found.expired);
    if (!wanted) return { status: 'absent', replayed: false };
    this.state.drop(found, operation);
    return { status: 'removed', replayed: false };
  }

  private summarise(operation: SummaryOperation): WriteOutcome {
    const { operationId, actor, action, traceId, summary } = operation;
    this.state.events.push({
      id: operationId,
      actor,
      action,
      traceId,
      resource: { type: 'tenant', id: this.state.base.tenant },
      data: summary,
    });
    return { status: 'summarised', auditId: operationId, summary, replayed: false };
  }
}

/** What the audit record of a remember says of its links. */
function linkCount({ links }: RememberOperation): { links: number } | undefined {
  return links.length > 0 ? { links: links.length } : undefined;
}

function outcomeOf(memory: Folded, status: Remembered['status']): Remembered {
  const { id, version, key, namespace, createdAt } = memory;
  return { status, id, version, key, namespace, createdAt, replayed: false };
}

function changed({ id, version }: Folded): WriteOutcome {
  return { status: 'changed', id, version, replayed: false };
}
