import { z } from 'zod';
import { memoryFilter, page } from '../contract/fields';
import { nextCursor } from '../contract/memory-schemas';
import { jsonOperation } from '../contract/operation';
import { namespaceName } from '../validation/fields';
import { storable } from '../validation/storable-json';
import { SCOPE_KINDS } from './scope';

const scope = z.object({ name: z.string(), memories: z.int(), lastUsedAt: z.number() });

export const SCOPES = jsonOperation({
  name: 'scopes',
  method: 'POST',
  path: '/scopes',
  effect: 'read',
  body: storable(
    z
      .strictObject({
        ...page,
        kind: z.enum(SCOPE_KINDS),
        namespace: namespaceName.nullable(),
        filter: memoryFilter,
      })
      .meta({ id: 'ScopesCall', description: 'Which namespaces, users, agents, sessions or tags to list.' }),
  ),
  query: null,
  answer: z.object({ items: z.array(scope), nextCursor }).meta({ id: 'ScopePage' }),
  serve: (memories, { context, body }) => memories.scopes(context, body),
  described: {
    operationId: 'listScopes',
    tag: 'Memories',
    summary: 'List namespaces, users, agents, sessions or tags',
    description: 'Lists them by name, each with the number of its memories and the time of the latest write.',
    bodyExample: { limit: 50, cursor: null, kind: 'user', namespace: null, filter: {} },
    answerExample: {
      items: [{ name: 'u1', memories: 12, lastUsedAt: 1_772_355_600_000 }],
      nextCursor: null,
    },
    problems: ['CURSOR_INVALID'],
  },
});
