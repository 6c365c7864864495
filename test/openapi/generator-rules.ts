import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_CATALOGUE, type ProblemCode } from '@somabrain/kernel';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { operationsOf } from './operations';

const ROOT = join(__dirname, '../..');
const MOST_BYTES = 350_000;

type Schema = Readonly<Record<string, unknown>>;

interface Answer {
  readonly $ref?: string;
  readonly content?: object;
}

interface Problem {
  readonly 'x-problem-codes'?: readonly ProblemCode[];
}

/** What generators of clients, and people who read the document, need of it. */
export function describeGeneratorRules(
  file: string,
  describeApplication: () => Promise<OpenAPIObject>,
): void {
  let document: OpenAPIObject;
  beforeAll(async () => {
    document = await describeApplication();
  });
  const schemas = () => document.components?.schemas as Record<string, Schema>;
  const found = (matches: (schema: Schema) => boolean) => placesOf(schemas(), '', matches);

  it('has at most 350 KB', () => {
    expect(statSync(join(ROOT, file)).size).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('tells null as one of the types', () => {
    expect(found(({ anyOf, oneOf }) => [anyOf, oneOf].flat().some(isNull))).toEqual([]);
    expect(found(isNull)).toEqual([]);
    expect(JSON.stringify(schemas())).toContain('"type":["string","null"]');
  });

  it('has no constants, and no enumerations of true or false', () => {
    expect(found((schema) => 'const' in schema)).toEqual([]);
    expect(
      found(
        ({ enum: values }) => Array.isArray(values) && values.some((value) => typeof value === 'boolean'),
      ),
    ).toEqual([]);
  });

  it('gives every number its format', () => {
    const isNumber = ({ type }: Schema) =>
      [type].flat().includes('number') || [type].flat().includes('integer');
    expect(found((schema) => isNumber(schema) && schema.format === undefined)).toEqual([]);
  });

  it('takes a body of one form', () => {
    for (const [route, { requestBody }] of operationsOf(document)) {
      for (const { schema } of Object.values(requestBody?.content ?? {})) {
        const { anyOf, oneOf, allOf } = schemas()[schema?.$ref?.split('/').at(-1) ?? ''] ?? {};
        expect([route, anyOf, oneOf, allOf]).toEqual([route, undefined, undefined, undefined]);
      }
      const json = requestBody?.content['application/json'];
      if (json) expect([route, json.schema?.$ref]).toEqual([route, expect.stringMatching(/schemas/)]);
    }
  });

  it('has Swagger UI send nothing that may be left out', () => {
    for (const [route, { parameters = [] }] of operationsOf(document)) {
      const sent = parameters.filter(
        ({ required, example, schema }) => !required && (example ?? schema?.example) !== undefined,
      );
      expect([route, sent.map(({ name }) => name)]).toEqual([route, []]);
    }
  });

  it('refers to the answer of every error, which lists its codes', () => {
    const { paths, components } = document;
    const shared = components?.responses as Record<string, Problem>;
    for (const methods of Object.values(paths) as Record<string, { responses: Record<string, Answer> }>[]) {
      const answers = Object.values(methods).flatMap(({ responses }) => Object.entries(responses));
      for (const [status, { $ref, content = {} }] of answers) {
        // Health answers in its own form.
        if (Number(status) < 400 || 'application/json' in content) continue;
        const codes = shared[$ref?.replace('#/components/responses/', '') ?? '']?.['x-problem-codes'];
        const statuses = codes?.map((code) => PROBLEM_CATALOGUE[code].status);
        expect([$ref, new Set(statuses)]).toEqual([$ref, new Set([Number(status)])]);
      }
    }
  });
}

function isNull(schema: unknown): boolean {
  return isSchema(schema) && schema.type === 'null';
}

/** Paths of the schemas that match, examples left out. */
function placesOf(value: unknown, place: string, matches: (schema: Schema) => boolean): string[] {
  if (Array.isArray(value))
    return value.flatMap((each, index) => placesOf(each, `${place}/${index}`, matches));
  if (!isSchema(value)) return [];
  const inside = Object.entries(value).flatMap(([name, each]) =>
    name === 'examples' ? [] : placesOf(each, `${place}/${name}`, matches),
  );
  return matches(value) ? [place, ...inside] : inside;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
