import type { Memory, RecalledMemory } from '@somabrain/memory';
import { membersOf } from '../../memory/memory-members';
import { INTEGER, NUMBER, output, TEXT } from './tool-schema';

/** Members of a memory that a program may count on. */
const NAMED = { id: TEXT, content: TEXT };
export const MEMORY_OUTPUT = output({ ...NAMED, version: INTEGER }, ['id', 'content', 'version']);
export const LISTED_OUTPUT = output(NAMED, ['id', 'content']);
export const RECALLED_OUTPUT = output({ ...NAMED, relevance: NUMBER }, ['id', 'relevance']);

/** A result of a recall, without what a model has no use for. Of a long text it has the passages that answer. @param several namespaces were asked */
export function recalledView(
  { memory, excerpt, score, relevance, older }: RecalledMemory,
  several: boolean,
): object {
  const { id, content, namespace } = memory;
  const cut = excerpt && { truncated: true, content_length: excerpt.length ?? content.length };
  return {
    id,
    content: excerpt?.text ?? content,
    ...cut,
    score,
    relevance,
    ...(older && { older }),
    ...(several && { namespace }),
    ...briefMembers(memory),
  };
}

function briefMembers(memory: Memory): object {
  const { key, tags, metadata, user_id, agent_id, session_id, speaker, occurred_at, created_at } =
    membersOf(memory);
  return present({ key, tags, metadata, user_id, agent_id, session_id, speaker, occurred_at, created_at });
}

/** The members that say something. */
export function present(members: object): object {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]: [string, unknown]) => value != null && !isEmpty(value)),
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
