import type { RequestHeader } from '@somabrain/http';
import { TENANT_ID_PATTERN } from '@somabrain/kernel';
import { contract } from '@somabrain/memory';

/** On whose behalf a call is made, and what the policy decided about it. */
export const CONTEXT_HEADERS: readonly RequestHeader[] = [
  {
    name: contract.TENANT_HEADER,
    description: 'The tenant. Required.',
    schema: { type: 'string', pattern: TENANT_ID_PATTERN.source },
  },
  {
    name: contract.ACTOR_HEADER,
    description: 'The actor for the audit, percent-encoded. Required.',
  },
  {
    name: contract.DECISION_HEADER,
    description: 'Id of the policy decision, for the audit.',
  },
  {
    name: contract.SESSION_HEADER,
    description: 'Mark of the session of the call, for the audit.',
  },
  {
    name: contract.FILTERS_HEADER,
    description:
      'The visibility filter of the call: percent-encoded JSON with a list of values for namespace, user_id or agent_id.',
  },
  {
    name: contract.MAY_DELETE_HEADER,
    description: 'false: the call must not let a stored memory expire sooner.',
    schema: { type: 'boolean' },
  },
];
