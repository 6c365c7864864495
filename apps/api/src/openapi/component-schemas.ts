import { z } from 'zod';
import { ProblemDocument } from '../http/problem-document';
import { BatchRequest } from '../memory/batch-request';
import { BatchAnswer, MemoryAnswer, RecallAnswer, RememberAnswer } from '../memory/memory-answers';
import { RecallRequest } from '../memory/recall-request';
import { RememberRequest } from '../memory/remember-request';
import { HealthAnswer, LivenessAnswer, ReadinessAnswer } from '../operations/health-answers';

/** The schemas that routes refer to, under the ids they carry; what these use comes along. */
const schemas = {
  RememberRequest,
  RememberBatchRequest: BatchRequest,
  RecallRequest,
  RememberAnswer,
  RememberBatchAnswer: BatchAnswer,
  Memory: MemoryAnswer,
  RecallAnswer,
  Health: HealthAnswer,
  Liveness: LivenessAnswer,
  Readiness: ReadinessAnswer,
  Problem: ProblemDocument,
} satisfies Record<string, z.ZodType>;

export type ComponentName = keyof typeof schemas;

export function componentRef(name: ComponentName): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/** A reference to the component of a schema that a handler checks its body with. */
export function refOfSchema(schema: unknown): { $ref: string } | undefined {
  const name = (Object.keys(schemas) as ComponentName[]).find((candidate) => schemas[candidate] === schema);
  return name && componentRef(name);
}

/** The component schemas of the OpenAPI document, by name. OpenAPI 3.1 takes JSON Schema as it is. */
export function componentSchemas(): Record<string, object> {
  const { $defs = {} } = z.toJSONSchema(z.object(schemas), { io: 'input' });
  return Object.fromEntries(
    Object.entries($defs).map(([name, schema]) => [name, pointToComponents(schema) as object]),
  );
}

function pointToComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointToComponents);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name === '$ref' && typeof member === 'string'
        ? [name, member.replace('#/$defs/', '#/components/schemas/')]
        : [name, pointToComponents(member)],
    ),
  );
}
