import type { Recalled, RecalledMemory, WorkingMemoryHit } from '@somabrain/memory';
import { z } from 'zod';
import { MEMORY_MEMBERS, membersOf } from './memory-members';
import { askedNamespaces } from './recall-place';
import { answerable, relevance } from './relevance-fields';
import { toUnderstoodTime, understoodTime } from './time-fields';

const id = z.string().meta({ format: 'uuid' });
const offset = z.int().min(0);

const passage = z
  .object({
    start: offset.meta({ description: 'Where it begins in the whole text, in UTF-16 code units.' }),
    end: offset.meta({ description: 'Where it ends there, exclusive.' }),
    matched: z.string().meta({ description: 'The sentence of it that answers best.' }),
  })
  .meta({ id: 'Passage' });

export const omittedTexts = z
  .object({ count: z.int(), tokens: z.int() })
  .optional()
  .meta({ description: 'Results that `max_tokens` left no room for.' });

/** One result of `POST /recall`. What a memory does not have is absent. */
export const RecallResult = z
  .object({
    id,
    content: z
      .string()
      .meta({ description: 'The text. Where it is truncated: its passages, with " … " between them.' }),
    truncated: z.literal(true).optional().meta({
      description:
        'The text is longer than `passage_tokens`, or than `max_tokens` has room for. GET /memories/{id} has the whole.',
    }),
    content_length: z
      .int()
      .optional()
      .meta({ description: 'Characters of the whole text, where it is truncated.' }),
    passages: z
      .array(passage)
      .optional()
      .meta({ description: 'The parts of a truncated text, in its order.' }),
    highlights: z.array(z.array(offset).min(2).max(2)).optional().meta({
      description: 'With `highlight`: where words of the question stand in `content`, as [start, end].',
    }),
    score: z.number().meta({ description: 'Compares within one answer only.' }),
    relevance,
    namespace: z
      .string()
      .optional()
      .meta({ description: 'Present if the request searches several namespaces.' }),
    ...MEMORY_MEMBERS,
    older: z
      .literal(true)
      .optional()
      .meta({ description: 'A newer memory says the same, perhaps with another value.' }),
    explanation: z
      .record(z.string(), z.number())
      .optional()
      .meta({ description: 'With `explain`: what each signal contributed; the sum is the score.' }),
    language: z.string().optional().meta({
      description:
        'With `explain`: ISO 639-1 code of the language by which the text was analysed, `und` for none.',
    }),
  })
  .meta({ id: 'RecallResult', description: 'A memory that was found. Members without a value are absent.' });

/** The answer to `POST /recall`. */
export const RecallAnswer = z
  .object({
    results: z.array(RecallResult).meta({ description: 'Best first.' }),
    working_memory: z
      .array(
        z.object({
          id,
          content: z.string().optional().meta({ description: 'Absent where the results have it.' }),
          score: z.number(),
        }),
      )
      .optional()
      .meta({ description: 'Working-memory entries of the session that match the query, best first.' }),
    answerable,
    omitted: omittedTexts,
    time: understoodTime.optional().meta({
      description:
        'With `explain`: the times of the question as they were understood. Absent: none was found.',
    }),
    namespace: z.string(),
    namespaces: askedNamespaces,
    degraded: z
      .array(z.enum(['working_memory']))
      .optional()
      .meta({ description: 'Parts of recall that did not answer; their memories are missing here.' }),
    total_candidates: z.int().meta({ description: 'How many memories had a score above zero.' }),
    took_ms: z.number(),
    trace_id: z.string().meta({ description: 'Finds the request in the logs.' }),
  })
  .meta({
    id: 'RecallAnswer',
    description: 'The results. Each text appears once; members without a value are absent.',
  });

export type RecallResult = z.infer<typeof RecallResult>;
export type RecallAnswer = z.infer<typeof RecallAnswer>;

/**
 * One result of a recall, without what the memory does not have.
 * @param several whether several namespaces were asked: then it says which one it is of
 */
export function toRecallResult(
  { memory, excerpt, highlights, score, relevance: likely, older, explanation, language }: RecalledMemory,
  several = false,
): RecallResult {
  return {
    id: memory.id,
    content: excerpt?.text ?? memory.content,
    ...(excerpt && {
      truncated: true,
      content_length: excerpt.length ?? memory.content.length,
      passages: excerpt.passages.map((part) => ({ ...part })),
    }),
    ...(highlights && { highlights: highlights.map((span) => [...span]) }),
    score,
    relevance: likely,
    ...(several && { namespace: memory.namespace }),
    ...membersOf(memory),
    ...(older && { older: true as const }),
    ...(explanation && { explanation: { ...explanation } }),
    ...(language !== undefined && { language }),
  };
}

/** What only the results and the parts of a recall say of its answer. @param several as of `toRecallResult` */
export function toRecallAnswer(recalled: Recalled, several: boolean) {
  const { results, answerable: likely, inMind, degraded, omitted, totalCandidates, time } = recalled;
  const shown = new Set(results.map(({ memory }) => memory.id));
  return {
    results: results.map((result) => toRecallResult(result, several)),
    answerable: likely,
    ...(inMind.length > 0 && { working_memory: inMind.map((hit) => toWorkingMemory(hit, shown)) }),
    ...(omitted && { omitted: { ...omitted } }),
    ...(time && { time: toUnderstoodTime(time) }),
    ...(degraded.length > 0 && { degraded: [...degraded] }),
    total_candidates: totalCandidates,
  };
}

function toWorkingMemory({ memory, excerpt, score }: WorkingMemoryHit, shown: ReadonlySet<string>) {
  const content = excerpt?.text ?? memory.content;
  return { id: memory.id, ...(!shown.has(memory.id) && { content }), score };
}
