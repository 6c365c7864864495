import { fieldOutOfSight, Problem, type Visibility } from '@somabrain/kernel';
import type { NewMemory } from '../memory';

/** The memory of somebody who sees one user or one agent only is of that user and agent, where it does not say so itself. */
export function withinSight(visibility: Visibility | undefined, memory: NewMemory): NewMemory {
  if (!visibility) return memory;
  return {
    ...memory,
    userId: memory.userId ?? onlyOf(visibility.userId),
    agentId: memory.agentId ?? onlyOf(visibility.agentId),
  };
}

/** What stands against storing a memory that would be out of sight of whoever stores it. */
export function storedOutOfSight(visibility: Visibility | undefined, memory: NewMemory): Problem | null {
  const field = fieldOutOfSight(visibility, memory);
  if (field === null) return null;
  const message = 'is not one that the policy lets this identity use';
  return new Problem('POLICY_DENIED', `${field}: ${message}`, { errors: [{ field, message }] });
}

function onlyOf(values: readonly (string | null)[] | undefined): string | null {
  return values?.length === 1 ? (values[0] ?? null) : null;
}
