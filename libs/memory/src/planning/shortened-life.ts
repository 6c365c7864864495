import type { Problem } from '@somabrain/kernel';
import type { FoldState } from './planning-state';
import { type Folded, isSame } from './planned-memories';
import { endsSooner } from './write-refusals';
import type { ImportOperation, RememberOperation, WriteOperation } from './write-operation';

/**
 * What stands against a write of somebody who may not delete: a stored memory must not vanish sooner than it would anyway. How long a new
 * memory lives, and that one lives longer, is for everybody who may write.
 * @param present gives the memory that a remember repeats
 */
export function shortenedLife(
  fold: FoldState,
  operation: WriteOperation,
  present: (operation: RememberOperation) => Folded | undefined,
): Problem | null {
  if (operation.kind === 'remember') {
    const { state } = operation;
    const found = present(operation);
    const shortened = found && !isSame(found, state) && isSooner(found, fold.expiryOf(state.fields));
    return shortened ? endsSooner('ttl_seconds') : null;
  }
  if (operation.kind === 'change') {
    const { ttlSeconds } = operation.patch;
    const found = fold.live(operation.id, operation.visibility);
    if (!found || ttlSeconds === undefined) return null;
    return isSooner(found, fold.expiryOf({ ttlSeconds })) ? endsSooner('ttl_seconds') : null;
  }
  if (operation.kind === 'restore') {
    const found = fold.live(operation.id, operation.visibility);
    return found && isSooner(found, fold.expiryOf(operation.state.fields)) ? endsSooner('version') : null;
  }
  return operation.kind === 'import' ? shortenedByImport(fold, operation) : null;
}

/** A file must not close a memory either: a closed one is not recalled. */
function shortenedByImport(
  fold: FoldState,
  { id, version, expiresAt, state }: ImportOperation,
): Problem | null {
  const found = fold.live(id, undefined);
  if (!found || found.version >= version) return null;
  if (isSooner(found, expiresAt)) return endsSooner('expires_at');
  return state.closed ? endsSooner('closed') : null;
}

function isSooner(memory: Folded, expiresAt: number | null): boolean {
  return expiresAt !== null && (memory.expiresAt === null || expiresAt < memory.expiresAt);
}
