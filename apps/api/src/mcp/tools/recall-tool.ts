import { RecallRequest } from '../../memory/recall-request';
import { RECALLED_OUTPUT, recalledView } from './memory-view';
import { SCOPE_ARGUMENTS } from './scope-arguments';
import type { Tool } from './tool';
import { flag, input, integer, listOf, NUMBER, number, object, output, text, texts } from './tool-schema';

export const RECALL: Tool = {
  name: 'recall',
  description: 'Finds what was remembered, best first, by a question in words.',
  permission: 'memory:read',
  input: input(
    {
      query: text('What to look for.'),
      k: integer('At most this many. Default: 10.'),
      ...SCOPE_ARGUMENTS,
      filters: object('Conditions, as {"metadata.source":"atlas"}.'),
      session_id: text('The conversation.'),
      min_relevance: number('Least relevance.'),
      max_tokens: integer('Tokens of content at most.'),
      reference_time: text('Default: now.'),
      time_zone: text('Default: UTC.'),
      time: text('Times in the query: hint, strict, off.'),
      history: flag('false: newest only.'),
      as_of: text('As known then.'),
      namespace: text('Default: default. Or org/*.'),
      namespaces: texts('Several, instead.'),
    },
    ['query'],
  ),
  output: output({ results: listOf(RECALLED_OUTPUT), answerable: NUMBER }, ['results', 'answerable']),
  hints: { readOnlyHint: true },
  call: async ({ memories }, caller, given) => {
    const question = RecallRequest.parse(given);
    const namespace = question.namespace ?? caller.namespace;
    const recalled = await memories.recall(caller.context, { ...question, namespace });
    const { results, answerable, omitted } = recalled;
    return {
      results: results.map((result) => recalledView(result, question.namespaces !== undefined)),
      answerable,
      ...(omitted && { omitted }),
      ...(question.namespaces ? { namespaces: question.namespaces } : { namespace }),
    };
  },
};
