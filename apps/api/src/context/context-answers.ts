import type { BuiltContext, ContextMemory } from '@somabrain/cognition';
import { z } from 'zod';
import { askedNamespaces } from '../memory/recall-place';
import { omittedTexts } from '../memory/recall-answer';
import { answerable, relevance } from '../memory/relevance-fields';
import { originalFields } from '../compatibility/original-memory';

const dateTime = z.string().meta({ format: 'date-time' });

/** The answer to `POST /context/evaluate`. */
export const ContextAnswer = z
  .object({
    query: z.string(),
    prompt: z
      .string()
      .meta({ description: 'The memories in chronological order, each with its id, then the question.' }),
    tokens: z
      .int()
      .meta({ description: 'Of the prompt, about: four characters of Latin script each, one of Chinese.' }),
    memories: z
      .array(
        z.object({
          id: z.string().meta({ format: 'uuid' }),
          score: z.number().meta({ description: 'Of the recall.' }),
          relevance,
          weight: z.number().meta({ description: 'Its share of the weight of all candidates.' }),
          content: z.string(),
          truncated: z.literal(true).optional().meta({
            description: 'The text is longer than a quarter of `max_tokens`: its best passages.',
          }),
          metadata: z.record(z.string(), z.unknown()),
          key: z.string().nullable(),
          session_id: z.string().nullable(),
          speaker: z.string().nullable(),
          occurred_at: dateTime.nullable(),
          created_at: dateTime,
        }),
      )
      .meta({ description: 'In the order of the prompt.' }),
    answerable,
    weights: z.array(z.number()).meta({ description: 'Those of the memories, in their order.' }),
    utility: z
      .number()
      .meta({ description: 'Sum of the values of the memories, by the weights of the tenant.' }),
    left_out: z.int().meta({ description: 'Candidates that were not taken.' }),
    omitted: omittedTexts,
    working_memory: z
      .array(
        z.object({
          ts: z.number().meta({ description: 'When it was stored, in seconds since 1970.' }),
          query: z.null(),
          prompt: z.null().meta({ description: 'Earlier questions and prompts are not kept.' }),
          memory_ids: z.array(z.string()),
          score: z.number(),
        }),
      )
      .meta({ description: 'Working-memory entries that match the query.' }),
    residual_vector: z
      .array(z.number())
      .meta({ deprecated: true, description: 'Empty, as in the original.' }),
    constitution_checksum: z
      .null()
      .meta({ deprecated: true, description: 'There is no constitution; policies are those of OPA.' }),
    tenant_id: z.string(),
    namespace: z.string(),
    namespaces: askedNamespaces,
    trace_id: z.string(),
    degraded: z.array(z.enum(['working_memory'])),
  })
  .meta({ id: 'Context' });

export type ContextAnswer = z.infer<typeof ContextAnswer>;

/** What was built, without what only the request knows. */
export function toContextAnswer(
  built: BuiltContext,
  tenant: string,
): Omit<ContextAnswer, 'query' | 'namespace' | 'namespaces' | 'trace_id'> {
  const {
    prompt,
    tokens,
    memories,
    answerable: likely,
    utility,
    leftOut,
    omitted,
    workingMemory,
    degraded,
  } = built;
  return {
    prompt,
    tokens,
    memories: memories.map((each) => toContextMemory(each, tenant)),
    answerable: likely,
    weights: memories.map(({ weight }) => weight),
    utility,
    left_out: leftOut,
    ...(omitted && { omitted: { ...omitted } }),
    working_memory: workingMemory.map(({ memory, score }) => ({
      ts: memory.createdAt / 1_000,
      query: null,
      prompt: null,
      memory_ids: [memory.id],
      score,
    })),
    residual_vector: [],
    constitution_checksum: null,
    tenant_id: tenant,
    degraded: [...degraded],
  };
}

function toContextMemory(
  { memory, score, relevance: likely, weight, isCut }: ContextMemory,
  tenant: string,
): ContextAnswer['memories'][number] {
  const answer = originalFields(memory, tenant);
  const { id, content, metadata, key, session_id, speaker, occurred_at, created_at } = answer;
  const truncated = isCut && { truncated: true as const };
  return {
    id,
    score,
    relevance: likely,
    weight,
    content,
    ...truncated,
    metadata,
    key,
    session_id,
    speaker,
    occurred_at,
    created_at,
  };
}
