import { FeedbackRequest } from '../../context/feedback-request';
import type { Tool } from './tool';
import { flag, input, INTEGER, number, output, text, texts } from './tool-schema';

export const FEEDBACK: Tool = {
  name: 'feedback',
  description: 'Says which memories helped with a question; recall learns from it.',
  permission: 'memory:write',
  input: input(
    {
      memory_ids: texts('Ids of the memories.'),
      useful: flag('If they helped. Default: true.'),
      query: text('The question they were for.'),
      utility: number('Above 0: good; below 0: bad.'),
    },
    [],
  ),
  output: output({ rated: INTEGER }, ['rated']),
  hints: { destructiveHint: false, idempotentHint: false },
  call: async ({ adaptation }, { context }, given) => {
    const { rated, adapted } = await adaptation.feedback(context, FeedbackRequest.parse(given).feedback);
    return { rated, adapted };
  },
};
