import type { Problem } from '@somabrain/kernel';
import type { PlanningState } from './planning-state';
import { type PlannedMemory, isSame } from './planned-memories';
import { endsSooner } from './write-refusals';
import type { ImportOperation, RememberOperation, WriteOperation } from './write-operation';

/**
 * What stands against a write of somebody who may not delete: a stored memory must not vanish sooner than it would anyway. How long a new
 * memory lives, and that one lives longer, is for everybody who may write.
 * @param present gives the memory that a remember repeats
 */
export function shortenedLife(
  planning: PlanningState,
  operation: WriteOperation,
  present: (operation: RememberOperation) => PlannedMemory | undefined,
): Problem | null {
  if (operation.kind === 'remember') {
    const { state } = operation;
    const found = present(operation);
    const shortened = found && !isSame(found, state) && isSooner(found, planning.expiryOf(state.fields));
    return shortened ? endsSooner('ttl_seconds') : null;
  }
  if (operation.kind === 'change') {
    const { ttlSeconds } = operation.patch;
    const found = planning.live(operation.id, operation.visibility);
    if (!found || ttlSeconds === undefined) return null;
    return isSooner(found, planning.expiryOf({ ttlSeconds })) ? endsSooner('ttl_seconds') : null;
  }
  if (operation.kind === 'restore') {
    const found = planning.live(operation.id, operation.visibility);
    return found && isSooner(found, planning.expiryOf(operation.state.fields)) ? endsSooner('version') : null;
  }
  return operation.kind === 'import' ? shortenedByImport(planning, operation) : null;
}

/** A file must not close a memory either: a closed one is not recalled. */
function shortenedByImport(
  planning: PlanningState,
  { id, version, expiresAt, state }: ImportOperation,
): Problem | null {
  const found = planning.live(id, undefined);
  if (!found || found.version >= version) return null;
  if (isSooner(found, expiresAt)) return endsSooner('expires_at');
  return state.closed ? endsSooner('closed') : null;
}

function isSooner(memory: PlannedMemory, expiresAt: number | null): boolean {
  return expiresAt !== null && (memory.expiresAt === null || expiresAt < memory.expiresAt);
}
