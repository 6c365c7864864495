import { ContextRequest } from '../../context/context-request';
import { SCOPE_ARGUMENTS } from './scope-arguments';
import type { Tool } from './tool';
import { input, integer, output, TEXT, text, TEXTS } from './tool-schema';

export const CONTEXT: Tool = {
  name: 'context',
  description: 'Builds a prompt of the memories that matter for a question, in the order they happened.',
  permission: 'memory:read',
  input: input(
    {
      query: text('What the prompt is about.'),
      user_id: SCOPE_ARGUMENTS.user_id,
      session_id: text('The conversation it is asked in.'),
      k: integer('At most so many memories, 1 to 50. Default: 5.'),
      max_tokens: integer('Tokens of the prompt at most. Default: 1024.'),
      namespace: text('Default: default.'),
    },
    ['query'],
  ),
  output: output({ prompt: TEXT, memory_ids: TEXTS }, ['prompt']),
  hints: { readOnlyHint: true },
  call: async ({ contexts }, caller, { k, ...given }) => {
    const question = ContextRequest.parse({
      ...given,
      ...(k !== undefined && { top_k: k }),
    });
    const namespace = question.namespace ?? caller.namespace;
    const { prompt, tokens, memories, leftOut } = await contexts.build(caller.context, {
      ...question,
      namespace,
    });
    return { prompt, tokens, memory_ids: memories.map(({ memory }) => memory.id), left_out: leftOut };
  },
};
