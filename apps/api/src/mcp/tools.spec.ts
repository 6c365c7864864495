import Ajv2020 from 'ajv/dist/2020';
import { TOOLS } from './tools';
import type { Argument } from './tools/tool-schema';
import { describedTools } from './tools/described-tools';

const MAX_BYTES = 9 * 1024;
const OLDER_SPELLINGS = /"(?:top_k|universe|coord|timestamp|task|fact|text)":\{/;

/** Every argument with its path, those within others included. */
function* argumentsOf(path: string, argument: Argument): Generator<[string, Argument]> {
  yield [path, argument];
  for (const [name, inner] of Object.entries(argument.properties ?? {}))
    yield* argumentsOf(`${path}.${name}`, inner);
  if (argument.items && 'description' in argument.items) yield* argumentsOf(`${path}[]`, argument.items);
}

describe('the tools of an agent', () => {
  const described = describedTools(() => true);

  it.each(TOOLS.map((tool) => [tool.name, tool] as const))(
    '%s has a schema that every model API takes',
    (_, { input }) => {
      expect(Object.keys(input)).toEqual(['type', 'properties', 'required']);
      expect(input.type).toBe('object');
      expect(Object.keys(input.properties)).toEqual(expect.arrayContaining([...input.required]));
      expect(JSON.stringify(input)).not.toMatch(/"(?:\$ref|\$defs|anyOf|oneOf|allOf|not|const|deprecated)":/);
      expect(JSON.stringify(input)).not.toMatch(OLDER_SPELLINGS);
      expect(() => new Ajv2020({ strict: true }).compile(input)).not.toThrow();
    },
  );

  it.each(described.map((tool) => [tool.name, tool] as const))(
    '%s says what its result is, in the same part of the language',
    (_, { outputSchema }) => {
      expect(outputSchema?.type).toBe('object');
      expect(Object.keys(outputSchema?.properties ?? {})).toEqual(
        expect.arrayContaining(outputSchema?.required ?? ['nothing']),
      );
      expect(JSON.stringify(outputSchema)).not.toMatch(/"(?:\$ref|\$defs|anyOf|oneOf|allOf|not)":/);
      expect(() => new Ajv2020({ strict: true }).compile(outputSchema ?? {})).not.toThrow();
    },
  );

  it('say of every argument what it is, and of every list what it holds', () => {
    for (const { name, input } of TOOLS) {
      for (const [top, argument] of Object.entries(input.properties)) {
        for (const [path, { description, type, items }] of argumentsOf(`${name}.${top}`, argument)) {
          expect([path, description.length > 8]).toEqual([path, true]);
          expect([path, items !== undefined]).toEqual([path, type === 'array']);
        }
      }
    }
  });

  it('take little of what a model reads', () => {
    expect(Buffer.byteLength(JSON.stringify(described))).toBeLessThanOrEqual(MAX_BYTES);
  });

  it('are only those that the caller may use', () => {
    expect(describedTools((permission) => permission === 'memory:delete').map(({ name }) => name)).toEqual([
      'forget',
    ]);
  });
});
