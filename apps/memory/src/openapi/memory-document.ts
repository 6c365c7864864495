import { type OpenApiSettings, ProblemDocument } from '@somabrain/http';
import { HealthAnswer, LivenessAnswer, ReadinessAnswer } from '@somabrain/runtime';
import { contract } from '@somabrain/memory';
import { z } from 'zod';

/** What the OpenAPI document of the memory service says beyond its routes. */
export const MEMORY_DOCUMENT: OpenApiSettings = {
  title: 'SomaBrain memory service',
  description:
    'Long-term memory behind the API. Only services that hold its token may call it; their tenant and actor are trusted. Times are ' +
    'milliseconds since 1970. Problems have the codes of the API.',
  bearer: 'The text of SOMABRAIN_MEMORY_HTTP_TOKEN.',
  tags: {
    Memories: 'Remember, recall, read and delete.',
    Changes: 'Change, history, restore and forget.',
    Links: 'How memories relate to one another.',
    Ratings: 'Ratings of memories.',
    Consolidation: 'Changes of consolidation runs.',
    Transfer: 'Export and import of memories.',
    Operations: 'Health and metrics.',
  },
  schemas: {
    ...operationSchemas(),
    Health: HealthAnswer,
    Liveness: LivenessAnswer,
    Readiness: ReadinessAnswer,
    Problem: ProblemDocument,
  },
};

/** The schemas of every body and answer by their names. */
function operationSchemas(): Record<string, z.ZodType> {
  const { JSON_OPERATIONS, IMPORT } = contract;
  const schemas = [...JSON_OPERATIONS.flatMap(({ body, answer }) => [body, answer]), IMPORT.answer];
  return Object.fromEntries(
    schemas.filter((schema) => schema !== null).map((schema) => [nameOf(schema), schema]),
  );
}

/** The meta `id` of a schema, or of the one behind the check of a body. @throws Error for a schema without one */
function nameOf(schema: z.ZodType): string {
  const named = schema instanceof z.ZodPipe ? schema.out : schema;
  const id = z.globalRegistry.get(named)?.id;
  if (id === undefined) throw new Error('A body or an answer of an operation has no meta id');
  return id;
}
