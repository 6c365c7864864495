import type { GetPromptResult, Prompt } from '@modelcontextprotocol/server';
import { INVALID_PARAMS, ProtocolFault } from './protocol-fault';
import type { UseTool } from './use-tool';

const [ANSWER, KEEP] = ['answer_from_memory', 'remember_conversation'];
const KEEP_TEXT =
  'Go through our conversation. Store what should be known in later ones with the tool remember: facts, preferences and decisions, each ' +
  'as one sentence that can be understood alone. Give a key to what may change. Recall first, and store nothing twice.';

export const PROMPTS: Prompt[] = [
  {
    name: ANSWER,
    description: 'Answers a question with the memories that matter for it.',
    arguments: [{ name: 'question', description: 'What to answer.', required: true }],
  },
  { name: KEEP, description: 'Stores what should be known after this conversation.' },
];

/** @throws ProtocolFault */
export async function getPrompt(
  use: UseTool,
  name: string,
  given: Readonly<Record<string, string>> = {},
): Promise<GetPromptResult> {
  if (name === KEEP) return asked(KEEP_TEXT);
  if (name !== ANSWER) throw new ProtocolFault(INVALID_PARAMS, `There is no prompt ${name.slice(0, 64)}`);
  const { question } = given;
  if (question === undefined) throw new ProtocolFault(INVALID_PARAMS, 'question: is required');
  const { prompt } = await use<{ prompt: string }>('context', { query: question });
  return asked(prompt);
}

function asked(text: string): GetPromptResult {
  return { messages: [{ role: 'user', content: { type: 'text', text } }] };
}
