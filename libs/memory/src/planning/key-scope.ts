import type { Ownership } from '@somabrain/kernel';
import type { NewMemory } from '../memory';

/** Whose memory a key means. What is absent is left open: a memory of any user, or of any agent. */
export interface KeyScope {
  readonly userId?: string | null;
  readonly agentId?: string | null;
}

/** Nothing is said about whose it is. */
export const ANYBODY: KeyScope = {};

/** The scope of exactly one user and agent, each of which may be none. */
export function exactScope({ userId, agentId }: Ownership): KeyScope {
  return { userId, agentId };
}

/** The scope that a memory to be remembered names. */
export function scopeOf({ userId, agentId }: Ownership, keeps: NewMemory['keeps'] = []): KeyScope {
  return {
    ...((userId !== null || !keeps.includes('userId')) && { userId }),
    ...((agentId !== null || !keeps.includes('agentId')) && { agentId }),
  };
}

/** Whether a memory has the user and the agent that the scope names. */
export function isInScope(scope: KeyScope, memory: Ownership): boolean {
  return (
    (scope.userId === undefined || scope.userId === memory.userId) &&
    (scope.agentId === undefined || scope.agentId === memory.agentId)
  );
}

/** Whether a memory is of the user and agent of the scope, and of none where it is open. */
export function isExactly(scope: KeyScope, { userId, agentId }: Ownership): boolean {
  return userId === (scope.userId ?? null) && agentId === (scope.agentId ?? null);
}
