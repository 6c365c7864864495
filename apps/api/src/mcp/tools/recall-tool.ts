import { DEFAULT_NAMESPACE } from '@somabrain/kernel';
import { RecallRequest } from '../../memory/recall-request';
import { RECALLED_OUTPUT, recalledView } from './memory-view';
import { SCOPE_ARGUMENTS, scopeIntoFilters } from './scope-arguments';
import type { Tool } from './tool';
import { input, INTEGER, integer, listOf, number, output, TEXT, text } from './tool-schema';

export const RECALL: Tool = {
  name: 'recall',
  title: 'Recall',
  description:
    'Finds what was remembered, best first, by a question in words. Use max_tokens to keep the answer small.',
  permission: 'memory:read',
  input: input(
    {
      query: text('What to look for, in words.'),
      k: integer('At most so many results, 1 to 100. Default: 10.'),
      ...SCOPE_ARGUMENTS,
      session_id: text('The conversation the question is asked in.'),
      max_tokens: integer('At most about so many tokens of content.'),
      min_score: number('Leaves out results with a lower score.'),
      as_of: text('Recalls what was stored at this time, in ISO 8601.'),
      namespace: text('Where to look. Default: default.'),
    },
    ['query'],
  ),
  output: output({ results: listOf(RECALLED_OUTPUT), total_candidates: INTEGER, namespace: TEXT }, [
    'results',
  ]),
  hints: { readOnlyHint: true, destructiveHint: false, idempotentHint: true },
  call: async (memories, { context }, given) => {
    const question = RecallRequest.parse(scopeIntoFilters(given));
    const namespace = question.namespace ?? DEFAULT_NAMESPACE;
    const { results, totalCandidates } = await memories.recall(context, { ...question, namespace });
    return {
      results: results.map((result) => recalledView(result, context.tenant)),
      total_candidates: totalCandidates,
      namespace,
    };
  },
};
