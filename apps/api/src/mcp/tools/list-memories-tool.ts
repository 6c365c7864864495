import { namespaceName, storable, withDayBounds } from '@somabrain/memory';
import { z } from 'zod';
import { memoryFilters, toFilter } from '../../memory/memory-filters';
import { toMemoryAnswer } from '../../memory/to-answer';
import { LISTED_OUTPUT, present } from './memory-view';
import { SCOPE_ARGUMENTS, scopeIntoFilters } from './scope-arguments';
import type { Tool } from './tool';
import { input, integer, listOf, output, TEXT, text } from './tool-schema';

const [DEFAULT_LIMIT, MAX_LIMIT] = [20, 500];

const Request = storable(
  z.strictObject({
    filters: memoryFilters.optional(),
    namespace: namespaceName.optional(),
    limit: z.int().min(1).max(MAX_LIMIT).optional(),
    cursor: z.string().optional(),
  }),
  withDayBounds,
);

export const LIST_MEMORIES: Tool = {
  name: 'list_memories',
  description: 'Lists memories by conditions, newest first. For a question use recall.',
  permission: 'memory:read',
  input: input(
    {
      ...SCOPE_ARGUMENTS,
      namespace: text('Only in this space.'),
      limit: integer('At most so many. Default: 20.'),
      cursor: text('next_cursor of the page before.'),
    },
    [],
  ),
  output: output({ memories: listOf(LISTED_OUTPUT), next_cursor: TEXT }, ['memories']),
  hints: { readOnlyHint: true },
  call: async ({ memories }, { context }, given) => {
    const { filters, namespace, limit, cursor } = Request.parse(scopeIntoFilters(given));
    const { items, nextCursor } = await memories.list(context, {
      filter: toFilter(filters),
      namespace: namespace ?? null,
      key: null,
      limit: limit ?? DEFAULT_LIMIT,
      cursor: cursor ?? null,
      total: false,
    });
    return {
      memories: items.map(toMemoryAnswer),
      ...present({ next_cursor: nextCursor }),
    };
  },
};
