import type { RequestHeader } from '@somabrain/http';
import { contract } from '@somabrain/memory';

/** On whose behalf a call is made, and what the policy decided about it. */
export const CONTEXT_HEADERS: readonly RequestHeader[] = [
  { name: contract.TENANT_HEADER, description: 'Whose memories. Required.', example: 'public' },
  {
    name: contract.ACTOR_HEADER,
    description: 'Who asked, for the audit: percent-encoded. Required.',
    example: 'anonymous',
  },
  {
    name: contract.DECISION_HEADER,
    description: 'Id of the policy’s decision, for the audit.',
    example: '0199c3a0-6b1e-7c3a-9c1e-2f4b8d6a1e55',
  },
  {
    name: contract.SESSION_HEADER,
    description: 'Mark of the session that the call is part of, for the audit.',
    example: '8d23cf6c86e834a7aa6eded54c26ce2b',
  },
  {
    name: contract.FILTERS_HEADER,
    description:
      'What of the tenant the call sees and changes: percent-encoded JSON with a list of values for namespace, user_id or agent_id.',
    example: '%7B%22user_id%22%3A%5B%22u1%22%5D%7D',
  },
  {
    name: contract.MAY_DELETE_HEADER,
    description: 'false: the call must not end the life of a stored memory sooner.',
    example: 'false',
  },
];
