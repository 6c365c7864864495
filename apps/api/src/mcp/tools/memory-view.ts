import type { RecalledMemory } from '@somabrain/memory';
import { toMemoryAnswer } from '../../memory/to-answer';
import { NUMBER, output, TEXT } from './tool-schema';

/** Members of a memory that a program may count on. */
const NAMED = { id: TEXT, content: TEXT, key: TEXT, user_id: TEXT, created_at: TEXT };
export const RECALLED_OUTPUT = output({ ...NAMED, score: NUMBER }, ['id', 'score']);

/** A result without what a model has no use for: every word of it is paid for. */
export function recalledView({ memory, score }: RecalledMemory, tenant: string): object {
  const answer = toMemoryAnswer(memory, tenant);
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
  } = answer;
  const told = { key, tags, metadata, user_id, agent_id, session_id, speaker, occurred_at };
  return { id, content, score, ...present(told), created_at };
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
