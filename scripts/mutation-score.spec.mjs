import { scoreOf, scoreTable } from './mutation-score.mjs';

const mutants = (...statuses) => statuses.map((status) => ({ status }));

describe('the mutation score', () => {
  it('is the share of mutants that the tests notice, an endless loop among them', () => {
    const results = mutants('Killed', 'Timeout', 'Survived', 'NoCoverage');
    expect(scoreOf(results)).toEqual({ detected: 2, survived: 1, uncovered: 1, score: 50 });
  });

  it('leaves out what could not run', () => {
    const results = mutants('Killed', 'Ignored', 'CompileError', 'RuntimeError');
    expect(scoreOf(results)).toEqual({ detected: 1, survived: 0, uncovered: 0, score: 100 });
    expect(scoreOf([]).score).toBe(100);
  });

  it('is a row per area in the table', () => {
    const area = { title: 'hash chain' };
    const table = scoreTable([{ area, detected: 2, survived: 1, uncovered: 0, score: 66.666 }]);
    expect(table.split('\n').at(-1)).toBe('| hash chain | 3 | 2 | 1 | 0 | 66.7 % |');
  });
});
