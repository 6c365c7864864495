import { narrowed, type TenantContext } from '@somabrain/kernel';
import type { Owner } from './link';

/** Narrows a context to the memories of the owner, so that a key means the memory of that user and agent. */
export function ownedBy(context: TenantContext, { userId, agentId }: Owner): TenantContext {
  return narrowed(context, {
    ...(userId !== undefined && { userId }),
    ...(agentId !== undefined && { agentId }),
  });
}

/** A coordinate with whose it is, as a repeat of the request is recognised. Without an owner it is the coordinate alone. */
export function ownedCoordinate(coordinate: string, { userId, agentId }: Owner): string | object {
  return userId === undefined && agentId === undefined ? coordinate : { coordinate, userId, agentId };
}
