import { ContextRequest } from '../../context/context-request';
import { SCOPE_ARGUMENTS } from './scope-arguments';
import type { Tool } from './tool';
import { input, integer, NUMBER, number, output, TEXT, text, TEXTS, texts } from './tool-schema';

export const CONTEXT: Tool = {
  name: 'context',
  description: 'Builds a prompt of the memories that matter for a question, in order of time.',
  permission: 'memory:read',
  input: input(
    {
      query: text('What the prompt is about.'),
      user_id: SCOPE_ARGUMENTS.user_id,
      filters: SCOPE_ARGUMENTS.filters,
      session_id: text('The conversation.'),
      k: integer('At most so many. Default: 5.'),
      min_relevance: number('Least relevance.'),
      max_tokens: integer('Tokens at most. Default: 1024.'),
      namespace: text('Default: default. Or org/*.'),
      namespaces: texts('Several, instead.'),
    },
    ['query'],
  ),
  output: output({ prompt: TEXT, memory_ids: TEXTS, answerable: NUMBER }, ['prompt', 'answerable']),
  hints: { readOnlyHint: true },
  call: async ({ contexts }, caller, { k, ...given }) => {
    const question = ContextRequest.parse({
      ...given,
      ...(k !== undefined && { top_k: k }),
    });
    const namespace = question.namespace ?? caller.namespace;
    const built = await contexts.build(caller.context, { ...question, namespace });
    const { prompt, tokens, memories, answerable, leftOut, omitted } = built;
    return {
      prompt,
      tokens,
      memory_ids: memories.map(({ memory }) => memory.id),
      answerable,
      left_out: leftOut,
      ...(omitted && { omitted }),
    };
  },
};
