import { RecallRequest } from '../../memory/recall-request';
import { RECALLED_OUTPUT, recalledView } from './memory-view';
import { SCOPE_ARGUMENTS } from './scope-arguments';
import type { Tool } from './tool';
import { input, integer, listOf, output, text } from './tool-schema';

export const RECALL: Tool = {
  name: 'recall',
  description: 'Finds what was remembered, best first, by a question in words.',
  permission: 'memory:read',
  input: input(
    {
      query: text('What to look for, in words.'),
      k: integer('At most so many, 1 to 100. Default: 10.'),
      ...SCOPE_ARGUMENTS,
      session_id: text('The conversation it is asked in.'),
      max_tokens: integer('Tokens of content at most.'),
      as_of: text('What was stored at this time, ISO 8601.'),
      namespace: text('Default: default.'),
    },
    ['query'],
  ),
  output: output({ results: listOf(RECALLED_OUTPUT) }, ['results']),
  hints: { readOnlyHint: true },
  call: async ({ memories }, caller, given) => {
    const question = RecallRequest.parse(given);
    const namespace = question.namespace ?? caller.namespace;
    const { results, omitted } = await memories.recall(caller.context, { ...question, namespace });
    return {
      results: results.map((result) => recalledView(result, caller.context.tenant)),
      ...(omitted && { omitted }),
      namespace,
    };
  },
};
