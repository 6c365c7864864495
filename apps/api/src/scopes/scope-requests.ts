import { namespaceName, scopeId, type ScopeKind, type ScopeQuery, storable } from '@somabrain/memory';
import { z } from 'zod';
import { pageParameters, single, toPage } from '../memory/list-request';

/** What a list of scopes is asked for; the kind is that of its route. */
export type ScopesInput = Omit<ScopeQuery, 'kind'>;

/** The query parameters of the lists of scopes. */
export const ScopeParameters = storable(
  z.strictObject({
    ...pageParameters,
    namespace: single.pipe(namespaceName).optional(),
    user_id: single.pipe(scopeId).optional(),
    agent_id: single.pipe(scopeId).optional(),
  }),
).transform(({ namespace, user_id: userId, agent_id: agentId, ...page }): ScopesInput => ({
  ...toPage(page),
  namespace: namespace ?? null,
  filter: { ...(userId !== undefined && { userId }), ...(agentId !== undefined && { agentId }) },
}));

/** What each route lists. */
export const KIND_OF_ROUTE = {
  namespaces: 'namespace',
  users: 'user',
  agents: 'agent',
  sessions: 'session',
  tags: 'tag',
} as const satisfies Record<string, ScopeKind>;
