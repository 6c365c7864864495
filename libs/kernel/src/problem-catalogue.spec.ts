import { Problem } from './problem';
import { PROBLEM_CATALOGUE, type ProblemCode, type ProblemDefinition } from './problem-catalogue';

const definitions = Object.entries(PROBLEM_CATALOGUE) as [ProblemCode, ProblemDefinition][];

describe('the catalogue of problems', () => {
  it.each(definitions)(
    '%s has an error status and a title, and says when to come back if it passes by itself',
    (code, definition) => {
      expect(definition.status).toBeGreaterThanOrEqual(400);
      expect(definition.title).toMatch(/^[A-Z].*[^.]$/);
      const passes = definition.status === 503 || code === 'POLICY_UNAVAILABLE';
      expect(typeof definition.retryAfter === 'number').toBe(passes);
    },
  );

  it('gives a problem its definition', () => {
    const problem = new Problem('MEMORY_NOT_FOUND', 'There is no memory x in this tenant');
    expect(problem.definition).toMatchObject({ status: 404, title: 'No such memory' });
    expect(problem.errors).toEqual([]);
  });
});
