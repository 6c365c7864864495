import type { FoldState } from '../planning/planning-state';
import { stateOf } from '../planning/memory-state';
import type {
  CloseOperation,
  ReopenOperation,
  WeighOperation,
  WriteOutcome,
} from '../planning/write-operation';

const ABSENT: WriteOutcome = { status: 'absent', replayed: false };

/** Closes a memory, unless it has changed since it was looked at. */
export function foldClose(fold: FoldState, operation: CloseOperation): WriteOutcome {
  const { id, version, closure } = operation;
  const found = fold.live(id, undefined);
  if (!found?.state || found.version !== version || found.state.closed) return ABSENT;
  if (fold.exhausted(found)) return ABSENT;
  fold.revise(found, stateOf(found.state.fields, found.state.analysed, closure), found.expiresAt);
  fold.record(closure.run, 'closed', found);
  fold.audit(operation, 'memory.closed', found, {
    reason: closure.reason,
    superseded_by: closure.supersededBy,
    valid_until: new Date(closure.validUntil).toISOString(),
    run: closure.run,
  });
  return { status: 'changed', id, version: found.version, replayed: false };
}

/** Opens a memory again, as it is by now, if the run closed it. */
export function foldReopen(fold: FoldState, operation: ReopenOperation): WriteOutcome {
  const { id, run } = operation;
  const found = fold.live(id, undefined);
  if (found?.state?.closed?.run !== run || fold.exhausted(found)) return ABSENT;
  fold.revise(found, stateOf(found.state.fields, found.state.analysed), found.expiresAt);
  fold.audit(operation, 'memory.reopened', found, { run });
  return { status: 'changed', id, version: found.version, replayed: false };
}

/** Weighs links anew: those that are still as they were. */
export function foldWeights(fold: FoldState, operation: WeighOperation): WriteOutcome {
  const { links, run, undone } = operation;
  for (const link of links) fold.weights.push({ ...link, run, undone });
  fold.auditTenant(operation, 'links.weighed', {
    links: links.length,
    removed: links.filter(({ weight }) => weight === null).length,
    run,
    undone,
  });
  return { status: 'weighed', replayed: false };
}
