import type { AuditEvent } from '@somabrain/audit';
import type { NewMemory, Remembered } from '../memory';
import { contentDigest } from './memory-digests';
import type { RememberOperation, RemoveOperation, WriteOperation, WriteOutcome } from './write-operation';

/** A stored memory as far as a plan needs it. Digests are base64, times milliseconds. */
export interface StoredMemory {
  readonly id: string;
  readonly namespace: string;
  readonly key: string | null;
  readonly version: number;
  readonly createdAt: number;
  readonly arrival: number;
  readonly duplicateDigest: string | null;
  readonly stateDigest: string;
  readonly nonce: Buffer;
  readonly expired: boolean;
}

/** A memory as a row of `memories` or, replaced, of `memory_versions`. */
export interface MemoryRow {
  readonly operation: RememberOperation;
  readonly id: string;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly expiresAt: number | null;
  readonly arrival: number;
  readonly nonce: Buffer;
}

/** One row of `memory_changes`. */
export interface Change {
  readonly namespace: string;
  readonly seq: number;
  readonly memoryId: string;
  readonly op: 'put' | 'removed';
}

/** Everything one tenant's operations of a group come to: no row is touched twice. */
export interface TenantPlan {
  readonly inserts: MemoryRow[];
  /** New states of stored rows; the stored ones become versions. */
  readonly updates: MemoryRow[];
  /** States that lived only inside this group. */
  readonly versions: { readonly row: MemoryRow; readonly replacedAt: number }[];
  /** Ids of stored rows. */
  readonly removals: string[];
  readonly changes: Change[];
  readonly events: AuditEvent[];
}

/** A memory while the group is folded. */
interface Folded {
  readonly id: string;
  readonly namespace: string;
  readonly key: string | null;
  readonly createdAt: number;
  readonly arrival: number;
  readonly nonce: Buffer;
  readonly stored: boolean;
  readonly replaced: MemoryRow[];
  version: number;
  duplicateDigest: string | null;
  stateDigest: string;
  expired: boolean;
  /** The state set by this group; null while it is as stored. */
  row: MemoryRow | null;
  removed: boolean;
}

/** Folds one tenant's operations, in the order they arrived, over what was stored when its head was locked. */
export class WriteFold {
  private readonly byId = new Map<string, Folded>();
  private readonly byKey = new Map<string, Folded>();
  private readonly byDuplicate = new Map<string, Folded>();
  private readonly changes: Change[] = [];
  private readonly events: AuditEvent[] = [];

  /**
   * @param now time of the transaction
   * @param changeSeq the tenant's last change
   * @param newId makes the ids of the records of memories whose time turns out to be over
   */
  constructor(
    private readonly now: number,
    private changeSeq: number,
    stored: readonly StoredMemory[],
    private readonly newId: () => string,
  ) {
    for (const memory of stored) {
      this.enter({ ...memory, stored: true, replaced: [], row: null, removed: false });
    }
  }

  apply(operation: WriteOperation): WriteOutcome {
    return operation.kind === 'remember' ? this.remember(operation) : this.remove(operation);
  }

  plan(): TenantPlan {
    const touched = [...this.byId.values()].filter((memory) => memory.row !== null || memory.removed);
    const kept = touched.filter((memory) => !memory.removed);
    return {
      inserts: kept.filter((memory) => !memory.stored).flatMap((memory) => memory.row ?? []),
      updates: kept.filter((memory) => memory.stored).flatMap((memory) => memory.row ?? []),
      versions: kept.flatMap((memory) => memory.replaced.map((row) => ({ row, replacedAt: this.now }))),
      removals: touched.filter((memory) => memory.removed && memory.stored).map((memory) => memory.id),
      changes: this.changes,
      events: this.events,
    };
  }

  private remember(operation: RememberOperation): Remembered {
    const found = this.find(operation);
    if (found && !found.expired) return this.repeat(found, operation);
    if (found) {
      const { id } = found;
      this.drop(found, {
        kind: 'expire',
        id,
        operationId: this.newId(),
        actor: 'system',
        traceId: operation.traceId,
      });
    }
    return this.create(operation);
  }

  private find({ memory, duplicateDigest }: RememberOperation): Folded | undefined {
    if (memory.key !== null) return this.byKey.get(keyOf(memory.namespace, memory.key));
    return duplicateDigest === null ? undefined : this.byDuplicate.get(duplicateDigest);
  }

  private create(operation: RememberOperation): Remembered {
    const { memory, id, nonce, duplicateDigest, stateDigest } = operation;
    const arrival = this.change(memory.namespace, id, 'put');
    const created: Folded = {
      id,
      namespace: memory.namespace,
      key: memory.key,
      createdAt: this.now,
      arrival,
      nonce,
      stored: false,
      replaced: [],
      version: 1,
      duplicateDigest,
      stateDigest,
      expired: false,
      row: null,
      removed: false,
    };
    created.row = this.rowOf(created, operation);
    this.enter(created);
    this.audit(operation, 'memory.remembered', created);
    return outcomeOf(created, 'created');
  }

  private repeat(found: Folded, operation: RememberOperation): Remembered {
    const { duplicateDigest, stateDigest } = operation;
    if (found.duplicateDigest === duplicateDigest && found.stateDigest === stateDigest) {
      return outcomeOf(found, 'deduplicated');
    }
    if (found.row) found.replaced.push(found.row);
    this.leave(found);
    found.version += 1;
    found.duplicateDigest = duplicateDigest;
    found.stateDigest = stateDigest;
    found.row = this.rowOf(found, operation);
    this.enter(found);
    this.change(found.namespace, found.id, 'put');
    this.audit(operation, 'memory.updated', found);
    return outcomeOf(found, 'updated');
  }

  private remove(operation: RemoveOperation): WriteOutcome {
    const found = this.byId.get(operation.id);
    const wanted = found && !found.removed && (operation.kind === 'expire') === found.expired;
    if (!wanted) return { status: 'absent' };
    this.drop(found, operation);
    return { status: 'removed' };
  }

  private drop(found: Folded, operation: RemoveOperation): void {
    this.leave(found);
    found.removed = true;
    this.change(found.namespace, found.id, 'removed');
    this.audit(operation, operation.kind === 'expire' ? 'memory.expired' : 'memory.deleted', found);
  }

  private rowOf(memory: Folded, operation: RememberOperation): MemoryRow {
    const { ttlSeconds } = operation.memory;
    return {
      operation,
      id: memory.id,
      version: memory.version,
      createdAt: memory.createdAt,
      updatedAt: this.now,
      expiresAt: ttlSeconds === null ? null : this.now + ttlSeconds * 1000,
      arrival: memory.arrival,
      nonce: memory.nonce,
    };
  }

  private change(namespace: string, memoryId: string, op: Change['op']): number {
    this.changeSeq += 1;
    this.changes.push({ namespace, seq: this.changeSeq, memoryId, op });
    return this.changeSeq;
  }

  private audit(operation: WriteOperation, action: AuditEvent['action'], memory: Folded): void {
    this.events.push({
      id: operation.operationId,
      actor: operation.actor,
      action,
      traceId: operation.traceId,
      resource: { type: 'memory', id: memory.id, namespace: memory.namespace },
      data: {
        version: memory.version,
        ...(operation.kind === 'remember' ? sizeAndDigest(memory.nonce, operation.memory) : {}),
      },
    });
  }

  private enter(memory: Folded): void {
    this.byId.set(memory.id, memory);
    if (memory.key !== null) this.byKey.set(keyOf(memory.namespace, memory.key), memory);
    // The oldest of several equal ones is the one that duplicates meet.
    const { duplicateDigest } = memory;
    const other = duplicateDigest === null ? undefined : this.byDuplicate.get(duplicateDigest);
    if (duplicateDigest !== null && !(other && other.arrival < memory.arrival)) {
      this.byDuplicate.set(duplicateDigest, memory);
    }
  }

  private leave(memory: Folded): void {
    if (memory.key !== null) this.byKey.delete(keyOf(memory.namespace, memory.key));
    const { duplicateDigest } = memory;
    if (duplicateDigest !== null && this.byDuplicate.get(duplicateDigest) === memory) {
      this.byDuplicate.delete(duplicateDigest);
    }
  }
}

function keyOf(namespace: string, key: string): string {
  return `${namespace}\u0000${key}`;
}

function outcomeOf(memory: Folded, status: Remembered['status']): Remembered {
  const { id, version, key, namespace, createdAt } = memory;
  return { status, id, version, key, namespace, createdAt };
}

function sizeAndDigest(nonce: Buffer, memory: NewMemory): { bytes: number; content_digest: string } {
  return { bytes: Buffer.byteLength(memory.content), content_digest: contentDigest(nonce, memory.content) };
}
