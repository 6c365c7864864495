import type { AuditEvent } from '@somabrain/audit';
import { isVisible, type Problem, type Visibility } from '@somabrain/kernel';
import { coordinateOf, packCoordinate } from '../coordinate';
import type { NewMemory } from '../memory';
import { MAX_VERSION } from '../validation/fields';
import { LATEST_MS } from '../validation/parse-time';
import { KnownDerivedMemories } from '../consolidation/known-derived-memories';
import type { PlanningBase } from './planning-base';
import { isOf, type PlannedMemory, PlannedMemories } from './planned-memories';
import { sizeAndDigest } from './memory-digests';
import type { MemoryState } from './memory-state';
import { JournalPlanner } from '../journal/plan-journaled';
import { idTarget, keyTarget } from '../links/link-target';
import type { OutgoingLink, PlannedLink } from '../links/planned-link';
import type { PlannedWeight, RunChange } from '../consolidation/planned-changes';
import type { PlannedRating } from '../ratings/planned-rating';
import type { Change, MemoryRow, TenantPlan } from './tenant-plan';
import { keyTaken, versionsUsedUp } from './write-refusals';
import {
  type AcceptedOperation,
  REMOVAL_ACTIONS,
  type RemovalOperation,
  type WriteOperation,
} from './write-operation';

/** What a new version brings besides its state. Times are milliseconds. */
interface Revision {
  readonly version: number;
  readonly updatedAt: number;
  readonly expiresAt: number | null;
}

/** What a memory keeps over all its versions. */
interface Origin {
  readonly id: string;
  readonly nonce: Buffer;
  readonly createdAt: number;
}

/** The memories of one tenant while a group is planned, and the changes that the group makes. */
export class PlanningState {
  readonly memories: PlannedMemories;
  readonly journal: JournalPlanner;
  readonly importedVersions: { readonly row: MemoryRow; readonly replacedAt: number }[] = [];
  readonly weights: PlannedWeight[] = [];
  private readonly runChanges: RunChange[] = [];
  private readonly derived: KnownDerivedMemories;
  private readonly linked = new Map<string, PlannedLink>();
  private readonly rated = new Map<string, PlannedRating>();
  private readonly changes: Change[] = [];
  readonly events: AuditEvent[] = [];
  private changeSeq: number;

  /** @param newId makes ids for audit records of memories that no operation names: they are removed with others, or have expired */
  constructor(
    readonly base: PlanningBase,
    private readonly newId: () => string,
  ) {
    this.memories = new PlannedMemories(base.stored);
    this.journal = new JournalPlanner(base.waiting);
    this.derived = new KnownDerivedMemories(base.derived);
    this.changeSeq = base.changeSeq;
  }

  /** The rows and records of all changes so far. */
  plan(): Omit<TenantPlan, 'answers' | 'writesToday'> {
    const touched = this.memories.touched();
    const kept = touched.filter((memory) => !memory.removed);
    return {
      ...this.journal.plan(),
      inserts: kept.filter((memory) => !memory.stored).flatMap((memory) => memory.row ?? []),
      updates: kept.filter((memory) => memory.stored).flatMap((memory) => memory.row ?? []),
      versions: kept.flatMap((memory) => memory.replaced.map((row) => ({ row, replacedAt: this.base.now }))),
      links: this.links(touched),
      ratings: [...this.rated.values()].filter(({ memoryId }) => !this.memories.withId(memoryId)?.removed),
      weights: this.weights,
      runChanges: this.runChanges,
      importedVersions: this.importedVersions.filter(({ row }) => !this.memories.withId(row.id)?.removed),
      removals: touched.filter((memory) => memory.removed && memory.stored).map((memory) => memory.id),
      changes: this.changes,
      events: this.events,
    };
  }

  /** The links whose source and target stay. */
  private links(touched: readonly PlannedMemory[]): PlannedLink[] {
    const gone = touched.filter((memory) => memory.removed);
    const targets = gone.flatMap(({ id, namespace, key }) =>
      key === null || this.memories.allWithKey(namespace, key).length > 0
        ? idTarget(id)
        : [idTarget(id), keyTarget(namespace, key)],
    );
    const sources = new Set(gone.map(({ id }) => id));
    const names = new Set(targets);
    return [...this.linked.values()].filter(
      ({ sourceId, target }) => !sources.has(sourceId) && !names.has(target),
    );
  }

  /** The memory of this id, unless it is removed, expired, or hidden from the caller. */
  live(id: string, visibility: Visibility | undefined): PlannedMemory | undefined {
    const found = this.memories.withId(id);
    return found && !found.removed && !found.expired && isVisible(visibility, found) ? found : undefined;
  }

  /** Links a memory; of several links of one kind to one target the last counts. */
  link(memory: PlannedMemory, link: OutgoingLink): void {
    this.linked.set(`${memory.id} ${link.type} ${link.target}`, { sourceId: memory.id, ...link });
    this.derived.note(memory, link);
  }

  /** Rates a memory; of several ratings for one question the last counts. */
  rate(rating: PlannedRating): void {
    this.rated.set(`${rating.memoryId} ${rating.question}`, rating);
  }

  /**
   * Makes sure that no other memory of the same user and agent has the key. An expired one is removed.
   * @returns the refusal if another memory has it
   */
  takeKey(id: string, fields: NewMemory, traceId: string): Problem | null {
    const { namespace, key } = fields;
    if (key === null) return null;
    const rivals = this.memories
      .allWithKey(namespace, key)
      .filter((other) => other.id !== id && isOf(other, fields));
    if (rivals.some(({ expired }) => !expired)) return keyTaken(namespace, key);
    for (const rival of rivals) this.expire(rival, traceId);
    return null;
  }

  /** Adds a memory. */
  create(given: Revision & Origin, state: MemoryState): PlannedMemory {
    const { id, nonce, version, createdAt, updatedAt, expiresAt } = given;
    const { namespace, key, userId, agentId } = state.fields;
    const created: PlannedMemory = {
      id,
      nonce,
      version,
      createdAt,
      expiresAt,
      namespace,
      key,
      userId,
      agentId,
      arrival: this.note(namespace, id, 'put'),
      stored: false,
      replaced: [],
      duplicateDigest: state.duplicateDigest,
      stateDigest: state.stateDigest,
      expired: this.isOver(expiresAt),
      state,
      row: null,
      removed: false,
    };
    created.row = this.rowOf(created, state, updatedAt);
    this.memories.enter(created);
    return created;
  }

  /** Refuses a next version of a memory that has the last one; null for any other. */
  exhausted({ version }: PlannedMemory): Problem | null {
    return version < MAX_VERSION ? null : versionsUsedUp();
  }

  /** Gives a memory its next version; it must have one, see `exhausted`. */
  revise(memory: PlannedMemory, state: MemoryState, expiresAt: number | null): void {
    this.replace(memory, state, { version: memory.version + 1, updatedAt: this.base.now, expiresAt });
  }

  /** Gives a memory another version. */
  replace(memory: PlannedMemory, state: MemoryState, { version, updatedAt, expiresAt }: Revision): void {
    if (memory.row) memory.replaced.push(memory.row);
    this.memories.leave(memory);
    const { namespace, key, userId, agentId } = state.fields;
    if (namespace !== memory.namespace) this.note(memory.namespace, memory.id, 'removed');
    memory.version = version;
    memory.namespace = namespace;
    memory.key = key;
    memory.userId = userId;
    memory.agentId = agentId;
    memory.expiresAt = expiresAt;
    memory.expired = this.isOver(expiresAt);
    memory.duplicateDigest = state.duplicateDigest;
    memory.stateDigest = state.stateDigest;
    memory.state = state;
    memory.row = this.rowOf(memory, state, updatedAt);
    this.memories.enter(memory);
    this.note(namespace, memory.id, 'put');
  }

  /** Removes a memory whose time turns out to be over. */
  expire(found: PlannedMemory, traceId: string): void {
    const operation: RemovalOperation = {
      kind: 'expire',
      id: found.id,
      operationId: this.newId(),
      actor: 'system',
      traceId,
      idempotency: null,
    };
    this.drop(found, operation);
  }

  /** Removes a memory, and with it what repeats its words. @param source what it repeats, if it goes for that */
  drop(found: PlannedMemory, operation: RemovalOperation, source?: PlannedMemory): void {
    this.memories.leave(found);
    found.removed = true;
    this.note(found.namespace, found.id, 'removed');
    this.audit(operation, REMOVAL_ACTIONS[operation.kind], found, source && { derived_from: source.id });
    for (const id of this.derived.of(found.id)) {
      const made = this.memories.withId(id);
      if (made && !made.removed) this.drop(made, { ...operation, operationId: this.newId() }, found);
    }
  }

  /** A state of the memory as a row. */
  rowOf(
    memory: Pick<PlannedMemory, keyof Origin | 'version' | 'expiresAt' | 'arrival'>,
    state: MemoryState,
    updatedAt: number,
  ): MemoryRow {
    const { id, version, createdAt, expiresAt, arrival, nonce } = memory;
    const { namespace, key } = state.fields;
    const coordinate = packCoordinate(coordinateOf(this.base.tenant, namespace, key ?? id));
    if (!coordinate) throw new Error('A coordinate that was made here cannot be read');
    return { state, id, coordinate, version, createdAt, updatedAt, expiresAt, arrival, nonce };
  }

  /** The expiry of a memory that is written now, at most the last time that can be stored. */
  expiryOf({ ttlSeconds }: Pick<NewMemory, 'ttlSeconds'>): number | null {
    return ttlSeconds === null ? null : Math.min(this.base.now + ttlSeconds * 1000, LATEST_MS);
  }

  private isOver(expiresAt: number | null): boolean {
    return expiresAt !== null && expiresAt <= this.base.now;
  }

  /** Adds a change to the change feed. @returns its sequence number */
  private note(namespace: string, memoryId: string, op: Change['op']): number {
    this.changeSeq += 1;
    this.changes.push({ namespace, seq: this.changeSeq, memoryId, op });
    return this.changeSeq;
  }

  /** Records that a consolidation run has changed a memory. */
  record(run: string, kind: RunChange['kind'], { id, version }: PlannedMemory): void {
    this.runChanges.push({ run, kind, memoryId: id, version });
  }

  /** Adds the audit event of an operation that is about no single memory. */
  auditTenant(
    { operationId, actor, traceId, decisionId }: AcceptedOperation,
    action: AuditEvent['action'],
    data: AuditEvent['data'],
  ): void {
    const resource = { type: 'tenant', id: this.base.tenant };
    this.events.push({ id: operationId, actor, action, traceId, decisionId, resource, data });
  }

  /** Adds the audit event of what an operation did to a memory. */
  audit(
    operation: WriteOperation,
    action: AuditEvent['action'],
    memory: PlannedMemory,
    more: AuditEvent['data'] = {},
  ): void {
    const content = memory.removed ? undefined : memory.state?.fields.content;
    this.events.push({
      id: operation.operationId,
      actor: operation.actor,
      action,
      traceId: operation.traceId,
      decisionId: operation.decisionId,
      resource: { id: memory.id, namespace: memory.namespace, type: 'memory' },
      data: {
        ...(content === undefined ? {} : sizeAndDigest(memory.nonce, content)),
        ...more,
        version: memory.version,
      },
    });
  }
}
