import type { PlanningState } from '../planning/planning-state';
import { stateOf } from '../planning/memory-state';
import type {
  CloseOperation,
  ReopenOperation,
  WeighOperation,
  WriteOutcome,
} from '../planning/write-operation';

const ABSENT: WriteOutcome = { status: 'absent', replayed: false };

/** Closes a memory, unless it has changed since it was looked at. */
export function planClose(planning: PlanningState, operation: CloseOperation): WriteOutcome {
  const { id, version, closure } = operation;
  const found = planning.live(id, undefined);
  if (!found?.state || found.version !== version || found.state.closed) return ABSENT;
  if (planning.exhausted(found)) return ABSENT;
  planning.revise(found, stateOf(found.state.fields, found.state.analysed, closure), found.expiresAt);
  planning.record(closure.run, 'closed', found);
  planning.audit(operation, 'memory.closed', found, {
    reason: closure.reason,
    superseded_by: closure.supersededBy,
    valid_until: new Date(closure.validUntil).toISOString(),
    run: closure.run,
  });
  return { status: 'changed', id, version: found.version, replayed: false };
}

/** Opens a memory again, as it is by now, if the run closed it. */
export function planReopen(planning: PlanningState, operation: ReopenOperation): WriteOutcome {
  const { id, run } = operation;
  const found = planning.live(id, undefined);
  if (found?.state?.closed?.run !== run || planning.exhausted(found)) return ABSENT;
  planning.revise(found, stateOf(found.state.fields, found.state.analysed), found.expiresAt);
  planning.audit(operation, 'memory.reopened', found, { run });
  return { status: 'changed', id, version: found.version, replayed: false };
}

/** Weighs links anew: those that are still as they were. */
export function planWeights(planning: PlanningState, operation: WeighOperation): WriteOutcome {
  const { links, run, undone } = operation;
  for (const link of links) planning.weights.push({ ...link, run, undone });
  planning.auditTenant(operation, 'links.weighed', {
    links: links.length,
    removed: links.filter(({ weight }) => weight === null).length,
    run,
    undone,
  });
  return { status: 'weighed', replayed: false };
}
