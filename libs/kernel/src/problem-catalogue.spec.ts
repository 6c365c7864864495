import { Problem } from './problem';
import { PROBLEM_CATALOGUE, type ProblemCode, type ProblemDefinition } from './problem-catalogue';

const definitions = Object.entries(PROBLEM_CATALOGUE) as [ProblemCode, ProblemDefinition][];

describe('the catalogue of problems', () => {
  it.each(definitions)(
    '%s has an error status and a title, and says when to come back if it is a 503',
    (_, definition) => {
      expect(definition.status).toBeGreaterThanOrEqual(400);
      expect(definition.title).toMatch(/^[A-Z].*[^.]$/);
      expect(typeof definition.retryAfter === 'number').toBe(definition.status === 503);
    },
  );

  it('gives a problem its definition', () => {
    const problem = new Problem('MEMORY_NOT_FOUND', 'There is no memory x in this tenant');
    expect(problem.definition).toMatchObject({ status: 404, title: 'No such memory' });
    expect(problem.errors).toEqual([]);
  });
});
