import { z } from 'zod';
import { STORED_MEMORY } from '../contract/examples';
import { instant, memoryFilter, memoryId } from '../contract/fields';
import { storedMemory } from '../contract/memory-schemas';
import { jsonOperation } from '../contract/operation';
import { MAX_NAMESPACES, namespaceName, namespacePattern, text } from '../validation/fields';
import { timeZone } from '../validation/day-bounds';
import { storable } from '../validation/storable-json';
import { TIME_MODES } from './time/time-mode';

const excerpt = z.object({
  text: z.string(),
  length: z.int().min(0).exactOptional(),
  passages: z.array(z.object({ start: z.int(), end: z.int(), matched: z.string() })),
});

const understoodTime = z
  .object({
    words: z.array(z.string()),
    from: instant.nullable(),
    to: instant.nullable(),
    order: z.enum(['newest', 'oldest']).nullable(),
    zone: z.string(),
  })
  .meta({ id: 'UnderstoodTime', description: 'The times of the question as they were understood.' });

export const RECALL = jsonOperation({
  name: 'recall',
  method: 'POST',
  path: '/recall',
  effect: 'read',
  body: storable(
    z
      .strictObject({
        namespace: namespaceName,
        namespaces: z.array(namespacePattern).min(1).max(MAX_NAMESPACES).exactOptional(),
        query: text(1, 10_000).nullable(),
        limit: z.int().min(1).max(100),
        filter: memoryFilter,
        minScore: z.number().nullable(),
        minRelevance: z.number().min(0).max(1).exactOptional(),
        explain: z.boolean(),
        asOf: instant.nullable(),
        maxTokens: z.int().min(1).max(1_000_000).nullable(),
        passageTokens: z.int().min(0).max(1_000_000).exactOptional(),
        highlight: z.boolean().exactOptional(),
        inMind: z.array(memoryId).max(256).exactOptional(),
        referenceTime: instant.exactOptional(),
        timeZone: timeZone.exactOptional(),
        time: z.enum(TIME_MODES).exactOptional(),
        history: z.boolean().exactOptional(),
        diversity: z.number().min(0).max(1).exactOptional(),
      })
      .meta({ id: 'RecallCall', description: 'A question.' }),
  ),
  query: null,
  answer: z
    .object({
      results: z.array(
        z.object({
          memory: storedMemory,
          score: z.number(),
          // Absent in answers of services that do not know it yet.
          relevance: z.number().default(0),
          explanation: z.record(z.string(), z.number()).nullable(),
          language: z.string().exactOptional(),
          excerpt: excerpt.exactOptional(),
          older: z.boolean().exactOptional(),
          highlights: z.array(z.tuple([z.int(), z.int()])).exactOptional(),
        }),
      ),
      answerable: z.number().default(0),
      totalCandidates: z.number(),
      inMind: z
        .array(z.object({ memory: storedMemory, score: z.number(), excerpt: excerpt.exactOptional() }))
        .default([]),
      degraded: z.array(z.enum(['working_memory'])).default([]),
      omitted: z.object({ count: z.int(), tokens: z.int() }).exactOptional(),
      time: understoodTime.exactOptional(),
    })
    .meta({ id: 'Recalled' }),
  serve: (memories, { context, body }) => memories.recall(context, body),
  described: {
    operationId: 'recall',
    tag: 'Memories',
    summary: 'Find memories',
    description:
      'Ranks the memories of one namespace, or of several, by what they say about the question. Without one, lists the newest that meet the filter.',
    bodyExample: {
      namespace: 'default',
      query: 'capital of France',
      limit: 5,
      filter: { tags: ['geo'] },
      minScore: null,
      explain: false,
      asOf: null,
      maxTokens: null,
    },
    answerExample: {
      results: [{ memory: STORED_MEMORY, score: 0.84, relevance: 0.91, explanation: null }],
      answerable: 0.91,
      totalCandidates: 1,
      inMind: [],
      degraded: [],
    },
    problems: ['NAMESPACE_TOO_LARGE', 'AS_OF_TOO_LARGE'],
  },
});
