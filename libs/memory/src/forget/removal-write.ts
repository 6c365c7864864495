import { isVisible, newId, type TenantContext } from '@somabrain/kernel';
import { ABSENT, type WriteKind } from '../planning/write-kind';
import { accepted, type Idempotency, type RemovalOperation } from '../planning/write-operation';

/** A removal on request. */
export function prepareRemoval(
  context: TenantContext,
  kind: 'delete' | 'forget',
  id: string,
  idempotency: Idempotency | null = null,
): RemovalOperation {
  return { kind, ...accepted(context, idempotency), id };
}

/** A removal because the memory's time is over; it stays if it turns out to live on. */
export function prepareExpiry(traceId: string, id: string): RemovalOperation {
  return { kind: 'expire', operationId: newId(), actor: 'system', traceId, idempotency: null, id };
}

const REMOVAL: Omit<WriteKind<RemovalOperation['kind']>, 'waitsForJournal'> = {
  isCounted: () => false,
  want({ id }, wanted) {
    wanted.withId(id);
  },
  removes: ({ id }) => id,
  plan(planning, operation) {
    const found = planning.memories.withId(operation.id);
    // A forget takes what is expired too; a delete does not find it.
    const wanted =
      found &&
      !found.removed &&
      isVisible(operation.visibility, found) &&
      (operation.kind === 'forget' || (operation.kind === 'expire') === found.expired);
    if (!wanted) return ABSENT;
    planning.drop(found, operation);
    return { status: 'removed', replayed: false };
  },
  recover: () => ({ status: 'removed', replayed: false }),
};

export const DELETE_WRITE: WriteKind<'delete'> = { ...REMOVAL, waitsForJournal: true };
export const FORGET_WRITE: WriteKind<'forget'> = { ...REMOVAL, waitsForJournal: true };
/** The removal of an expired memory. It does not wait for the journal. */
export const EXPIRE_WRITE: WriteKind<'expire'> = { ...REMOVAL, waitsForJournal: false };
