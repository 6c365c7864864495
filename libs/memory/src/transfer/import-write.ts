import type { PlannedMemory } from '../planning/planned-memories';
import { exactScope } from '../planning/key-scope';
import type { PlanningState } from '../planning/planning-state';
import type { WriteKind } from '../planning/write-kind';
import type { ImportOperation } from '../planning/write-operation';
import { endingSooner, endsSooner, refused } from '../planning/write-refusals';
import { wantState } from '../remember/remember-write';

/** Adds a memory that another instance had, or brings the one that is here up to it. What is here in the same version or a newer one stays. */
export const IMPORT_WRITE: WriteKind<'import'> = {
  isCounted: () => true,
  waitsForJournal: true,
  want({ id, state }, wanted) {
    wanted.withId(id);
    wantState(state, exactScope(state.fields), wanted);
  },
  shortens(planning, { id, version, expiresAt, state }) {
    const found = planning.live(id, undefined);
    if (!found || found.version >= version) return null;
    // A file must not close a memory either: a closed one is not recalled.
    return endingSooner(found, expiresAt, 'expires_at') ?? (state.closed ? endsSooner('closed') : null);
  },
  plan(planning, operation) {
    const { id, state, version, updatedAt, expiresAt, nonce, createdAt, traceId } = operation;
    const found = planning.memories.withId(id);
    const present = found && !found.removed ? found : undefined;
    if (present && present.version >= version) {
      // A killed import may have stored a memory and not all that belongs to it.
      if (present.version === version) addRelated(planning, present, operation);
      return { status: 'unchanged', replayed: false };
    }
    // The file of a tenant may hold a key once for each user and agent.
    const taken = planning.takeKey(id, state.fields, traceId);
    if (taken) return refused(taken);
    const revision = { version, updatedAt, expiresAt };
    if (present) planning.replace(present, state, revision);
    const memory = present ?? planning.create({ id, nonce, createdAt, ...revision }, state);
    addRelated(planning, memory, operation);
    planning.audit(operation, 'memory.imported', memory);
    return { status: present ? 'replaced' : 'imported', replayed: false };
  },
  recover: () => ({ status: 'imported', replayed: false }),
};

function addRelated(
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
