import type { RequestHeader } from '@somabrain/http';
import { TENANT_ID_PATTERN } from '@somabrain/kernel';
import { contract } from '@somabrain/memory';

/** On whose behalf a call is made, and what the policy decided about it. */
export const CONTEXT_HEADERS: readonly RequestHeader[] = [
  {
    name: contract.TENANT_HEADER,
    description: 'Whose memories. Required.',
    schema: { type: 'string', pattern: TENANT_ID_PATTERN.source },
  },
  {
    name: contract.ACTOR_HEADER,
    description: 'Who asked, for the audit: percent-encoded. Required.',
  },
  {
    name: contract.DECISION_HEADER,
    description: 'Id of the policy’s decision, for the audit.',
  },
  {
    name: contract.SESSION_HEADER,
    description: 'Mark of the session that the call is part of, for the audit.',
  },
  {
    name: contract.FILTERS_HEADER,
    description:
      'What of the tenant the call sees and changes: percent-encoded JSON with a list of values for namespace, user_id or agent_id.',
  },
  {
    name: contract.MAY_DELETE_HEADER,
    description: 'false: the call must not end the life of a stored memory sooner.',
    schema: { type: 'boolean' },
  },
];
