import { z } from 'zod';
import { validationProblem } from './schema-validation.pipe';
import { unknownField } from './unknown-field';

const KNOWN = ['query', 'k', 'filters', 'session_id', 'user_id', 'namespace', 'min_score', 'tags'];

describe('an unknown field', () => {
  it.each([
    ['filter', 'filters'],
    ['limit', 'k'],
    ['n_results', 'k'],
    ['top_k', 'k'],
    ['session', 'session_id'],
    ['user', 'user_id'],
    ['userId', 'user_id'],
    ['Query', 'query'],
    ['tag', 'tags'],
    ['nmespace', 'namespace'],
    ['threshold', 'min_score'],
    ['score', 'min_score'],
  ])('%s is told that %s is nearest', (name, nearest) => {
    expect(unknownField(name, KNOWN)).toBe(`is not a known field; the nearest is ${nearest}`);
  });

  it('is told nothing where no field is known, or its name is long', () => {
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(unknownField(name, KNOWN)).toMatch(/^is not a known field; the nearest is \w+$/);
    expect(unknownField('x', [])).toBe('is not a known field');
    expect(unknownField('x'.repeat(10_000), KNOWN)).toBe('is not a known field');
  });

  it('is named with its path, each with what is nearest to it', () => {
    const schema = z.strictObject({
      query: z.string(),
      filters: z.strictObject({ user_id: z.string().optional() }),
    });
    const { error } = schema.safeParse({ query: 'x', filters: { user: 'ana', usr_id: 'ana' }, limit: 3 });
    expect(validationProblem(error!.issues).errors).toEqual([
      { field: 'filters.user', message: 'is not a known field; the nearest is user_id' },
      { field: 'filters.usr_id', message: 'is not a known field; the nearest is user_id' },
      { field: 'limit', message: 'is not a known field; the nearest is query' },
    ]);
  });
});
