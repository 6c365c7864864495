import { DEADLINE_HEADER, Endpoint, TENANT_HEADERS } from '@somabrain/http';
import {
  NAMESPACE_PARAMETER,
  PAGE_PARAMETERS,
  PAGE_PROBLEMS,
  PERSON_PARAMETERS,
} from '../memory/change-endpoints';
import { ScopesAnswer } from './scope-answers';

const EXAMPLE_NAMES = { namespaces: 'default', users: 'u1', agents: 'a1', sessions: 's1', tags: 'geo' };

/** @param what the last part of the path */
export const ScopesEndpoint = (what: keyof typeof EXAMPLE_NAMES) =>
  Endpoint({
    operationId: `list${what.charAt(0).toUpperCase()}${what.slice(1)}`,
    tag: 'Memory',
    summary: `List the ${what} of memories`,
    description:
      `Lists the ${what} that memories have, by name, each with the number of its memories and the time of the latest write. ` +
      'Expired and superseded memories do not count, nor what the policy hides from the caller.',
    headers: [...TENANT_HEADERS, DEADLINE_HEADER],
    queryParameters: [NAMESPACE_PARAMETER, ...PERSON_PARAMETERS, ...PAGE_PARAMETERS],
    answers: [
      {
        status: 200,
        description: 'A page.',
        schema: ScopesAnswer,
        example: {
          items: [{ name: EXAMPLE_NAMES[what], memories: 12, last_used_at: '2026-03-01T09:00:00.123Z' }],
          next_cursor: null,
        },
      },
    ],
    problems: PAGE_PROBLEMS,
  });
