import type { Memory, RecalledMemory } from '@somabrain/memory';
import { toMemoryAnswer } from '../../memory/to-answer';
import { INTEGER, NUMBER, output, TEXT } from './tool-schema';

/** Members of a memory that a program may count on. */
const NAMED = { id: TEXT, content: TEXT };
export const MEMORY_OUTPUT = output({ ...NAMED, version: INTEGER }, ['id', 'content', 'version']);
export const LISTED_OUTPUT = output(NAMED, ['id', 'content']);
export const RECALLED_OUTPUT = output({ ...NAMED, relevance: NUMBER }, ['id', 'relevance']);

/** A memory without what a model has no use for: every word of it is paid for. */
export function memoryView(memory: Memory, tenant: string): object {
  const { namespace, position, memory_type, importance, version, updated_at, expires_at, closed } =
    toMemoryAnswer(memory, tenant);
  const told = { namespace, position, memory_type, importance, version, updated_at, expires_at, closed };
  return { ...briefView(memory, tenant), ...present(told) };
}

/** A result of a recall, with still less. Of a long text it has the passages that answer. @param several namespaces were asked */
export function recalledView(
  { memory, excerpt, score, relevance, older }: RecalledMemory,
  tenant: string,
  several: boolean,
): object {
  const { id, content, ...brief } = briefView(memory, tenant);
  const cut = excerpt && { truncated: true, content_length: excerpt.length ?? content.length };
  return {
    id,
    content: excerpt?.text ?? content,
    ...cut,
    score,
    relevance,
    ...(older && { older }),
    ...(several && { namespace: memory.namespace }),
    ...brief,
  };
}

function briefView(memory: Memory, tenant: string) {
  const {
    id,
    content,
    key,
    tags,
    metadata,
    user_id,
    agent_id,
    session_id,
    speaker,
    occurred_at,
    created_at,
  } = toMemoryAnswer(memory, tenant);
  const told = { key, tags, metadata, user_id, agent_id, session_id, speaker, occurred_at };
  return { id, content, ...present(told), created_at };
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
