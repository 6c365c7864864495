import type { PlanningState } from '../planning/planning-state';
import { type PlannedMemory, isOf } from '../planning/planned-memories';
import { refused } from '../planning/write-refusals';
import type { ImportOperation, WriteOutcome } from '../planning/write-operation';

/** Adds a memory that another instance had, or brings the one that is here up to it. What is here in the same version or a newer one stays. */
export function planImport(planning: PlanningState, operation: ImportOperation): WriteOutcome {
  const { id, state, version, updatedAt, expiresAt, nonce, createdAt } = operation;
  const found = planning.memories.withId(id);
  const present = found && !found.removed ? found : undefined;
  if (present && present.version >= version) {
    // A killed import may have stored a memory and not all that belongs to it.
    if (present.version === version) addBelongings(planning, present, operation);
    return { status: 'unchanged', replayed: false };
  }
  // The file of a tenant may hold a key once for each user and agent.
  const taken = planning.takeKey(id, state.fields, operation.traceId, (other) => isOf(other, state.fields));
  if (taken) return refused(taken);
  const revision = { version, updatedAt, expiresAt };
  if (present) planning.replace(present, state, revision);
  const memory = present ?? planning.create({ id, nonce, createdAt, ...revision }, state);
  addBelongings(planning, memory, operation);
  planning.audit(operation, 'memory.imported', memory);
  return { status: present ? 'replaced' : 'imported', replayed: false };
}

function addBelongings(
  planning: PlanningState,
  memory: PlannedMemory,
  { versions, links }: ImportOperation,
): void {
  for (const link of links) planning.link(memory, link);
  for (const { version, state, expiresAt, recordedAt, replacedAt } of versions) {
    const row = planning.rowOf({ ...memory, version, expiresAt }, state, recordedAt);
    planning.importedVersions.push({ row, replacedAt });
  }
}
