import { DEFAULT_NAMESPACE } from '@somabrain/kernel';
import { RememberRequest } from '../../memory/remember-request';
import { inNamespace } from '../../memory/to-new-memory';
import { present } from './memory-view';
import { rememberOnce } from './remember-once';
import type { Tool } from './tool';
import { input, INTEGER, integer, number, object, output, TEXT, text, texts } from './tool-schema';

export const REMEMBER: Tool = {
  name: 'remember',
  title: 'Remember',
  description:
    'Stores something that should be known later: a fact, a preference, what was said or decided. The very next recall finds it.',
  permission: 'memory:write',
  input: input(
    {
      content: text('What to remember, in words.'),
      key: text('Your own name for it. The same key later makes a new version.'),
      user_id: text('The user it belongs to.'),
      agent_id: text('The agent it belongs to.'),
      session_id: text('The conversation it is from.'),
      speaker: text('Who said it: a name, user, assistant, system or tool.'),
      position: integer('Its place in the conversation.'),
      tags: texts('Words to find it by.'),
      memory_type: text('Such as episodic (default) or semantic.'),
      importance: number('0 or more. Default: 1.'),
      occurred_at: text('When it happened, in ISO 8601.'),
      ttl_seconds: integer('Forgotten after so many seconds.'),
      metadata: object('Anything else to keep with it.'),
      links: {
        type: 'array',
        description: 'Memories it is linked to.',
        items: {
          type: 'object',
          description: 'One link.',
          properties: { target: text('Key of the other memory.'), type: text('Such as part_of or cause.') },
          required: ['target'],
        },
      },
      namespace: text('A separate space. Default: default.'),
    },
    ['content'],
  ),
  output: output({ id: TEXT, key: TEXT, version: INTEGER, status: TEXT, namespace: TEXT }, ['id', 'status']),
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: true },
  call: async (memories, { context }, given) => {
    const memory = inNamespace(RememberRequest.parse(given), DEFAULT_NAMESPACE);
    const remembered = await rememberOnce(memories, context, memory);
    const { id, key, status, namespace } = remembered;
    const version = 'version' in remembered ? remembered.version : null;
    return present({ id, key, version, status, namespace });
  },
};
