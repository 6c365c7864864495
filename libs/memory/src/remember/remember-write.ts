import type { AuditEvent } from '@somabrain/audit';
import {
  newId,
  Problem,
  randomBytesOf,
  sessionMark,
  type TenantContext,
  type Visibility,
} from '@somabrain/kernel';
import { sourcesOf } from '../consolidation/sources-of';
import { outgoingLink } from '../links/link-write';
import type { NamedAddress } from '../links/link';
import type { NewMemory, Remembered } from '../memory';
import { notFound } from '../not-found';
import { digestsOf, type MemoryState, stateOf } from '../planning/memory-state';
import { withVisibleOwner } from '../planning/write-visibility';
import { isExactly, type KeyScope, scopeOf } from '../planning/key-scope';
import { isSame, type PlannedMemory } from '../planning/planned-memories';
import type { PlanningState } from '../planning/planning-state';
import { ABSENT, subjectOf, type WantedOfTenant, type WriteKind } from '../planning/write-kind';
import {
  accepted,
  type Idempotency,
  type Refused,
  type RememberOperation,
} from '../planning/write-operation';
import { endingSooner, refused } from '../planning/write-refusals';
import { withKeptFields } from './kept-fields';

const NONCE_BYTES = 16;

/**
 * Computes all that does not depend on what is stored, so that nothing slow is done while heads are locked.
 * @param analysed the analysed form of the content
 */
export function prepareRemember(
  analysed: Uint8Array,
  context: TenantContext,
  memory: NewMemory,
  idempotency: Idempotency | null,
): RememberOperation {
  const { keeps } = memory;
  const fields = keeps ? withoutKeeps(memory) : memory;
  return {
    kind: 'remember',
    ...accepted(context, idempotency),
    state: stateOf(withVisibleOwner(context.visibility, fields), analysed),
    ...(keeps && { keeps }),
    links: (memory.links ?? []).map(outgoingLink),
    id: newId(),
    nonce: randomBytesOf(NONCE_BYTES),
  };
}

function withoutKeeps({ keeps: _, ...fields }: NewMemory): NewMemory {
  return fields;
}

/** Stores a memory, or brings the one that it repeats up to it. */
export const REMEMBER_WRITE: WriteKind<'remember'> = {
  isCounted: ({ run, journaled }) => run === undefined && !journaled,
  waitsForJournal: true,
  want(operation, wanted) {
    for (const source of sourcesOf(operation)) wanted.withId(source);
    wantState(operation.state, scopeIn(operation), wanted, operation.visibility);
  },
  merges: ({ state, keeps = [] }) => (keeps.length > 0 ? { address: named(state.fields), state } : null),
  remembers: ({ state }) => state.fields,
  shortens(planning, operation) {
    const found = repeatedBy(planning, operation);
    const state = found && nextStateOf(found, operation);
    if (!found || !state || state instanceof Problem || isSame(found, state)) return null;
    return endingSooner(found, nextEndOf(planning, found, operation), 'ttl_seconds');
  },
  plan(planning, operation) {
    const gone = sourcesOf(operation).find((id) => !planning.live(id, undefined));
    // Only who made it just now can make it again of what is left.
    if (gone !== undefined)
      return operation.run === undefined && !operation.journaled ? refused(notFound(gone)) : ABSENT;
    const found = repeatedBy(planning, operation);
    const outcome = found ? repeat(planning, found, operation) : create(planning, operation);
    if (outcome.status === 'refused') return outcome;
    const remembered = planning.memories.withId(outcome.id);
    if (remembered) for (const link of operation.links) planning.link(remembered, link);
    if (remembered && operation.run !== undefined && outcome.status !== 'deduplicated')
      planning.record(operation.run, 'summarised', remembered);
    return outcome;
  },
  recover({ state: { fields } }, record, createdAt) {
    const { key, namespace } = fields;
    const status = STATUS_OF_ACTION[record.action] ?? 'updated';
    return { status, ...subjectOf(record), key, namespace, createdAt, replayed: false };
  },
};

/** What a remember came to, by the action of its record. */
const STATUS_OF_ACTION: Readonly<Record<string, Remembered['status']>> = {
  'memory.remembered': 'created',
  'memory.linked': 'deduplicated',
};

/** Names the stored memories that one of this state may repeat. */
export function wantState(
  state: MemoryState,
  scope: KeyScope,
  wanted: WantedOfTenant,
  visibility?: Visibility,
): void {
  const address = named(state.fields);
  if (address) {
    wanted.withKey(address, scope, visibility);
    return;
  }
  for (const digest of digestsOf(state)) wanted.withDuplicateDigest(digest);
}

/** The memory that it repeats; those whose time is over make room. */
function repeatedBy(planning: PlanningState, operation: RememberOperation): PlannedMemory | undefined {
  const { state, traceId } = operation;
  const address = named(state.fields);
  if (address) return withKey(planning, operation, address);
  let found = planning.memories.likeState(state);
  for (; found?.expired; found = planning.memories.likeState(state)) planning.expire(found, traceId);
  return found;
}

function withKey(
  planning: PlanningState,
  operation: RememberOperation,
  address: NamedAddress,
): PlannedMemory | undefined {
  const { memories } = planning;
  const scope = scopeIn(operation);
  const found = memories.withKey(address, scope, operation.visibility);
  if (found) return found;
  const over = memories
    .allWithKey(address.namespace, address.key)
    .filter((memory) => memory.expired && isExactly(scope, memory));
  for (const memory of over) planning.expire(memory, operation.traceId);
  return undefined;
}

function named({ namespace, key }: NewMemory): NamedAddress | null {
  return key === null ? null : { namespace, key };
}

function scopeIn({ state, keeps }: RememberOperation): KeyScope {
  return scopeOf(state.fields, keeps);
}

/** What the memory that it repeats says afterwards. One that is repeated by its text keeps the text as it was sent first. */
function nextStateOf(found: PlannedMemory, { state, keeps = [] }: RememberOperation): MemoryState | Problem {
  if (keeps.length === 0 || isSame(found, state)) return state;
  const { state: stored } = found;
  if (!stored) throw new Error('The state of a memory that keeps some of it was not looked up');
  const fields = withKeptFields(stored.fields, state.fields, keeps);
  if (fields instanceof Problem) return fields;
  if (fields.key !== null) return stateOf(fields, state.analysed);
  const { content } = stored.fields;
  return stateOf({ ...fields, content }, content === fields.content ? state.analysed : stored.analysed);
}

/** When its time is over then. */
function nextEndOf(
  planning: PlanningState,
  { expiresAt }: PlannedMemory,
  { state, keeps = [] }: RememberOperation,
): number | null {
  return keeps.includes('ttlSeconds') ? expiresAt : planning.expiryOf(state.fields);
}

function create(planning: PlanningState, operation: RememberOperation): Remembered {
  const { state, id, nonce } = operation;
  const { now } = planning.base;
  const expiresAt = planning.expiryOf(state.fields);
  const created = planning.create(
    { id, nonce, version: 1, createdAt: now, updatedAt: now, expiresAt },
    state,
  );
  planning.audit(operation, 'memory.remembered', created, remarksOn(operation));
  return outcomeOf(created, 'created');
}

function repeat(
  planning: PlanningState,
  found: PlannedMemory,
  operation: RememberOperation,
): Remembered | Refused {
  const state = nextStateOf(found, operation);
  if (state instanceof Problem) return refused(state);
  if (isSame(found, state)) {
    if (operation.links.length > 0) planning.audit(operation, 'memory.linked', found, remarksOn(operation));
    return outcomeOf(found, 'deduplicated');
  }
  const exhausted = planning.exhausted(found);
  if (exhausted) return refused(exhausted);
  planning.revise(found, state, nextEndOf(planning, found, operation));
  planning.audit(operation, 'memory.updated', found, remarksOn(operation));
  return outcomeOf(found, 'updated');
}

/** What the audit record of a remember says besides what it did. */
function remarksOn({ links, journaled, state }: RememberOperation): AuditEvent['data'] {
  const { sessionId } = state.fields;
  return {
    ...(journaled && { accepted_id: journaled.acceptedId }),
    ...(links.length > 0 && { links: links.length }),
    ...(sessionId !== null && { session: sessionMark(sessionId) }),
  };
}

function outcomeOf(memory: PlannedMemory, status: Remembered['status']): Remembered {
  const { id, version, key, namespace, createdAt } = memory;
  return { status, id, version, key, namespace, createdAt, replayed: false };
}
