import { hidingField, Problem, type Visibility } from '@somabrain/kernel';
import type { NewMemory } from '../memory';

/** Gives a memory the user and agent of its caller, where the memory names none and the caller sees only one. */
export function withVisibleOwner(visibility: Visibility | undefined, memory: NewMemory): NewMemory {
  if (!visibility) return memory;
  return {
    ...memory,
    userId: memory.userId ?? onlyOf(visibility.userId),
    agentId: memory.agentId ?? onlyOf(visibility.agentId),
  };
}

/** Refuses a memory that its own caller could not see; null if there is no reason to. */
export function hiddenFromWriter(visibility: Visibility | undefined, memory: NewMemory): Problem | null {
  const field = hidingField(visibility, memory);
  if (field === null) return null;
  const message = 'is not one that the policy lets this identity use';
  return new Problem('POLICY_DENIED', `${field}: ${message}`, { errors: [{ field, message }] });
}

function onlyOf(values: readonly (string | null)[] | undefined): string | null {
  return values?.length === 1 ? (values[0] ?? null) : null;
}
