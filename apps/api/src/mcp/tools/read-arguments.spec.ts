import { Problem } from '@somabrain/kernel';
import { readArguments } from './read-arguments';
import { flag, input, integer, object, text, texts } from './tool-schema';

const INPUT = input(
  {
    query: text('What to look for.'),
    k: integer('How many.'),
    tags: texts('Words.'),
    filters: object('Conditions.'),
    dry_run: flag('Only count.'),
    user_id: text('Whose.'),
  },
  ['query'],
);

function refusal(given: unknown): Problem {
  try {
    readArguments(INPUT, given);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('The arguments were taken');
}

describe('the arguments of a tool', () => {
  it('are read where a model sent them as JSON text', () => {
    expect(
      readArguments(INPUT, {
        query: '["not a list but a text"]',
        k: '3',
        tags: '["geo"]',
        filters: '{"user_id":"ana"}',
        dry_run: 'true',
      }),
    ).toEqual({
      query: '["not a list but a text"]',
      k: 3,
      tags: ['geo'],
      filters: { user_id: 'ana' },
      dry_run: true,
    });
    expect(readArguments(INPUT, '{"query":"tea"}')).toEqual({ query: 'tea' });
  });

  it('stay as they are where the text is of another type, or no JSON', () => {
    for (const given of [{ tags: 'geo' }, { k: 'many' }, { k: '"3"' }, { filters: '[1]' }, { dry_run: '1' }])
      expect(readArguments(INPUT, given)).toEqual(given);
  });

  it('are absent where they are null', () => {
    expect(readArguments(INPUT, { query: 'tea', k: null })).toEqual({ query: 'tea' });
    expect(readArguments(INPUT, undefined)).toEqual({});
    expect(readArguments(INPUT, null)).toEqual({});
  });

  it.each([
    ['tag', 'tags'],
    ['filter', 'filters'],
    ['limit', 'k'],
    ['user', 'user_id'],
    ['userId', 'user_id'],
    ['constructor', expect.any(String) as string],
    ['__proto__', expect.any(String) as string],
  ])('are refused where the tool has none of the name %s', (name, nearest) => {
    const { code, errors } = refusal(JSON.parse(`{"query":"tea","${name}":1}`));
    expect(code).toBe('VALIDATION_FAILED');
    expect(errors.map(({ field }) => field)).toEqual([name]);
    const [, named] = /^is not a known argument; the nearest is (\w+)$/.exec(errors[0]?.message ?? '') ?? [];
    expect(named).toEqual(nearest);
  });

  it('are refused in a bounded answer, however many are wrong and however long their names are', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`${n}`.padEnd(5_000, 'x'), n]));
    const { message, errors } = refusal(many);
    expect([errors.length, message.length < 2_000]).toEqual([10, true]);
  });

  it.each([[[]], ['tea'], [7], ['[]'], ['{"query":']])('are refused where they are %j', (given) => {
    expect(refusal(given).errors).toEqual([{ field: 'arguments', message: 'must be an object' }]);
  });

  it('are not read from a text that is nested deeper than a body may be', () => {
    const deep = '['.repeat(100_000);
    expect(readArguments(INPUT, { tags: deep })).toEqual({ tags: deep });
  });
});
