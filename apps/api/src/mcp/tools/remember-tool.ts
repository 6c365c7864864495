import type { JsonObject } from '@somabrain/kernel';
import { RememberRequest } from '../../memory/remember-request';
import { inNamespace } from '../../memory/to-new-memory';
import { present } from './memory-view';
import { rememberOnce } from './remember-once';
import type { Tool } from './tool';
import { input, INTEGER, integer, number, object, output, TEXT, text, texts } from './tool-schema';

export const REMEMBER: Tool = {
  name: 'remember',
  description: 'Stores what should be known later: a fact, a preference, what was said or decided.',
  permission: 'memory:write',
  input: input(
    {
      content: text('What to remember.'),
      key: text('Your name for it; again: a new version.'),
      user_id: text('Of this user.'),
      agent_id: text('Of this agent.'),
      session_id: text('The conversation.'),
      speaker: text('Who said it, such as user.'),
      position: integer('Its place in it.'),
      tags: texts('Words to find it by.'),
      memory_type: text('Default: episodic.'),
      importance: number('0 or more. Default: 1.'),
      occurred_at: text('When it happened, ISO 8601.'),
      ttl_seconds: integer('Seconds to live.'),
      metadata: object('Anything else to keep.'),
      links: texts('Keys of linked memories.'),
      namespace: text('Default: default.'),
    },
    ['content'],
  ),
  output: output({ id: TEXT, status: TEXT, version: INTEGER }, ['id', 'status']),
  hints: { destructiveHint: false, idempotentHint: true },
  call: async ({ memories }, caller, given) => {
    const memory = inNamespace(RememberRequest.parse(withLinks(given)), caller.namespace);
    const remembered = await rememberOnce(memories, caller.context, memory);
    const { id, key, status, namespace } = remembered;
    const version = 'version' in remembered ? remembered.version : null;
    return present({ id, key, version, status, namespace });
  },
};

/** The type of a link is for the tool that makes links; here most agents have only the key. */
function withLinks({ links, ...given }: JsonObject): JsonObject {
  if (!Array.isArray(links)) return { ...given, ...(links !== undefined && { links }) };
  const named = links.map((link) => (typeof link === 'string' ? { target: link } : link));
  return { ...given, links: named };
}
