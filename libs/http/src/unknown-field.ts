import { nearestName } from '@somabrain/config';
import { z } from 'zod';

/** What other services call a field, and what it is called here. The first one that the schema has is named. */
const CALLED_HERE: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    limit: ['k', 'top_k'],
    n_results: ['k', 'top_k'],
    num_results: ['k', 'top_k'],
    max_results: ['k', 'top_k'],
    size: ['k', 'top_k', 'limit'],
    page_size: ['limit'],
    k: ['top_k', 'limit'],
    top_k: ['k', 'limit'],
    q: ['query'],
    question: ['query'],
    search: ['query'],
    message: ['query', 'content'],
    where: ['filters'],
    conditions: ['filters'],
    threshold: ['min_score'],
    memory: ['content'],
    text: ['content'],
    fact: ['content'],
    user: ['user_id'],
    agent: ['agent_id'],
    session: ['session_id'],
    type: ['memory_type'],
    category: ['memory_type'],
    categories: ['tags'],
    labels: ['tags'],
    ttl: ['ttl_seconds'],
    run_id: ['session_id'],
    thread_id: ['session_id'],
    conversation_id: ['session_id'],
    collection: ['namespace'],
    bank_id: ['namespace'],
    since: ['occurred_after', 'created_after'],
    until: ['occurred_before', 'created_before'],
  }),
);
/** A longer name is no slip of the keyboard, and comparing it would take long. */
const LONGEST = 64;

/**
 * Has schemas that refuse unknown fields say, for each one, which known field is nearest: a line of the message for each of the issue's keys.
 * Zod keeps the schema that found an issue only until its message is made, so the names are looked up here.
 */
z.config({
  customError: (issue) => {
    if (issue.code !== 'unrecognized_keys') return undefined;
    const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
    return issue.keys.map((key) => unknownField(key, known)).join('\n');
  },
});

/** The message about a field that a schema does not know. @param known the names that it knows */
export function unknownField(name: string, known: readonly string[]): string {
  const nearest = nearestField(name, known);
  return nearest === undefined ? 'is not a known field' : `is not a known field; the nearest is ${nearest}`;
}

/** The known name that is nearest to another one, by what other services call it or by its spelling. */
export function nearestField(name: string, known: readonly string[]): string | undefined {
  const plain = name.toLowerCase();
  const here = CALLED_HERE.get(plain)?.find((candidate) => known.includes(candidate));
  if (here !== undefined || name.length > LONGEST) return here;
  const holding = known.find((candidate) => candidate.startsWith(plain) || candidate.endsWith(`_${plain}`));
  return holding ?? nearestName(plain, known);
}
