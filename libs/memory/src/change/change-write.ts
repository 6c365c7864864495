import { Problem, type TenantContext } from '@somabrain/kernel';
import type { NewMemory } from '../memory';
import { notFound } from '../not-found';
import { stateOf } from '../planning/memory-state';
import { hiddenFromWriter } from '../planning/write-visibility';
import type { PlannedMemory } from '../planning/planned-memories';
import type { PlanningState } from '../planning/planning-state';
import { subjectOf, type WriteKind } from '../planning/write-kind';
import {
  accepted,
  type Idempotency,
  type ChangeOperation,
  type WriteOperation,
} from '../planning/write-operation';
import { endingSooner, refused, versionMismatch } from '../planning/write-refusals';
import { applyPatch } from './apply-patch';

/** @param analysed the analysed form of its new text; null: the text stays */
export function prepareChange(
  analysed: Uint8Array | null,
  context: TenantContext,
  change: Pick<ChangeOperation, 'id' | 'patch' | 'ifVersions'>,
  idempotency: Idempotency | null,
): ChangeOperation {
  return { kind: 'change', ...accepted(context, idempotency), ...change, analysed };
}

/** Changes some fields. Without a difference the version stays. */
export const CHANGE_WRITE: WriteKind<'change'> = {
  isCounted: () => true,
  waitsForJournal: true,
  want({ id }, wanted) {
    wanted.withId(id);
  },
  revises: ({ id, patch }) => ({ id, fields: patch }),
  shortens(planning, { id, visibility, patch: { ttlSeconds } }) {
    const found = planning.live(id, visibility);
    if (!found || ttlSeconds === undefined) return null;
    return endingSooner(found, planning.expiryOf({ ttlSeconds }), 'ttl_seconds');
  },
  plan(planning, operation) {
    const { id, visibility, ifVersions, patch } = operation;
    const found = planning.live(id, visibility);
    if (!found?.state) return refused(notFound(id));
    if (ifVersions && !ifVersions.includes(found.version)) return refused(versionMismatch(found.version));
    const fields = applyPatch(found.state.fields, patch);
    if (fields instanceof Problem) return refused(fields);
    if (!fields) return changed(found);
    const hidden = hiddenFromWriter(visibility, fields);
    if (hidden) return refused(hidden);
    const obstacle = planning.exhausted(found) ?? takeKeyFor(planning, found, fields, operation);
    if (obstacle) return refused(obstacle);
    const analysed = operation.analysed ?? found.state.analysed;
    const expiresAt = patch.ttlSeconds === undefined ? found.expiresAt : planning.expiryOf(fields);
    planning.revise(found, stateOf(fields, analysed, found.state.closed), expiresAt);
    planning.audit(operation, 'memory.updated', found);
    return changed(found);
  },
  recover: (_, record) => ({ status: 'changed', ...subjectOf(record), replayed: false }),
};

/** A memory may share its key with those of other users and agents. */
export function takeKeyFor(
  planning: PlanningState,
  found: PlannedMemory,
  fields: NewMemory,
  { traceId }: WriteOperation,
): Problem | null {
  return planning.takeKey(found.id, fields, traceId);
}

function changed({ id, version }: PlannedMemory) {
  return { status: 'changed', id, version, replayed: false } as const;
}
