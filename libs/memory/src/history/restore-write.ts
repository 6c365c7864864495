import type { TenantContext } from '@somabrain/kernel';
import type { NewMemory } from '../memory';
import { notFound } from '../not-found';
import { stateOf } from '../planning/memory-state';
import { subjectOf, type WriteKind } from '../planning/write-kind';
import { accepted, type Idempotency, type RestoreOperation } from '../planning/write-operation';
import { endingSooner, refused } from '../planning/write-refusals';
import { takeKeyFor } from '../change/change-write';

/**
 * @param analysed the analysed form of the text of that version
 * @param restore what is to be restored, and the state of that version
 */
export function prepareRestore(
  analysed: Uint8Array,
  context: TenantContext,
  restore: { id: string; version: number; fields: NewMemory },
  idempotency: Idempotency | null,
): RestoreOperation {
  const { id, version, fields } = restore;
  const state = stateOf(fields, analysed);
  return { kind: 'restore', ...accepted(context, idempotency), id, version, state };
}

/** Gives a memory the state of an earlier version, as a new version. */
export const RESTORE_WRITE: WriteKind<'restore'> = {
  isCounted: () => true,
  waitsForJournal: true,
  want({ id }, wanted) {
    wanted.withId(id);
  },
  revises: ({ id, state }) => ({ id, fields: state.fields }),
  shortens(planning, { id, visibility, state }) {
    const found = planning.live(id, visibility);
    return found ? endingSooner(found, planning.expiryOf(state.fields), 'version') : null;
  },
  plan(planning, operation) {
    const { state, visibility } = operation;
    const found = planning.live(operation.id, visibility);
    if (!found) return refused(notFound(operation.id));
    const obstacle = planning.exhausted(found) ?? takeKeyFor(planning, found, state.fields, operation);
    if (obstacle) return refused(obstacle);
    planning.revise(found, state, planning.expiryOf(state.fields));
    planning.audit(operation, 'memory.restored', found, { restored_version: operation.version });
    return { status: 'changed', id: found.id, version: found.version, replayed: false };
  },
  recover: (_, record) => ({ status: 'changed', ...subjectOf(record), replayed: false }),
};
