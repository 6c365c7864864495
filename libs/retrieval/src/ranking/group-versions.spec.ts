import fc from 'fast-check';
import { AlikePairs, type Comparable, versionGroups, wordingGroups } from './group-versions';
import { RANKING_CONSTANTS } from './ranking-constants';

const { sameness } = RANKING_CONSTANTS;
const versions = (items: Comparable[]) => versionGroups(items, new AlikePairs(items, sameness), sameness);
const wordings = (items: Comparable[]) => wordingGroups(items, new AlikePairs(items, sameness), sameness);
const numberOf = new Map<string, number>();
const number = (word: string): number => {
  const known = numberOf.get(word) ?? numberOf.size;
  numberOf.set(word, known);
  return known;
};
const comparable = (terms: string, answers = '', source = 'ana'): Comparable => {
  const numbers = (text: string) =>
    new Set(
      text
        .split(' ')
        .filter((word) => word !== '')
        .map(number),
    );
  const digits = terms.split(' ').filter((word) => /^\d/.test(word));
  return {
    terms: [...numbers(terms)],
    numbers: numbers(digits.join(' ')),
    answers: numbers(answers),
    source,
  };
};

describe('versions of a statement', () => {
  it.each([
    ['another value', 'rent 900 euro', 'rent 960 euro', 'rent', 'rent', true],
    ['another value of two words', 'live berlin', 'live madrid', 'live', 'live', true],
    ['nothing that was asked', 'rent 900 euro', 'rent 960 euro', '', '', false],
    ['less of what was asked', 'ana work siemens', 'bob work siemens', 'ana work', 'work', false],
    ['too little in common', 'lunch devon noodle bar', 'lunch omar falafel stand', 'lunch', 'lunch', false],
    [
      'half of many words',
      'deploy run tuesday check pod log',
      'deploy run friday ask team lead',
      'deploy',
      'deploy',
      false,
    ],
  ])('%s', (_, one, other, answer, otherAnswer, together) => {
    const groups = versions([comparable(one, answer), comparable(other, otherAnswer)]);
    expect(groups).toEqual(together ? [[0, 1]] : [[0], [1]]);
  });

  it('are of one source', () => {
    const items = [comparable('live berlin', 'live'), comparable('live madrid', 'live', 'bob')];
    expect(versions(items)).toEqual([[0], [1]]);
  });

  it('are like the first of their group, not like its last', () => {
    const items = ['a b c', 'a b d', 'b d e'].map((terms) => comparable(terms, 'b'));
    expect(versions(items)).toEqual([[0, 1], [2]]);
  });
});

describe('wordings of a statement', () => {
  it.each([
    ['the same terms', 'oat milk coffee', 'coffee milk oat', true],
    ['a little more', 'coffee black', 'coffee black morning sugar', true],
    ['another value', 'live berlin', 'live madrid', false],
    ['another number', 'gate code old door 4471', 'gate code old door 4472', false],
    ['one word', 'violin', 'violin', false],
    ['one word in common', 'note', 'note second', false],
    ['no terms', '', '', false],
  ])('%s', (_, one, other, together) => {
    const groups = wordings([comparable(one), comparable(other)]);
    expect(groups).toEqual(together ? [[0, 1]] : [[0], [1]]);
  });
});

describe('many items', () => {
  /** Each compared with all members of each group in turn. */
  function comparedInTurn(items: readonly Comparable[]): number[][] {
    const together = (one: Comparable, other: Comparable): boolean => wordings([one, other]).length === 1;
    const groups: number[][] = [];
    for (const [place, item] of items.entries()) {
      const group = groups.find((members) => members.some((member) => together(items[member]!, item)));
      if (group) group.push(place);
      else groups.push([place]);
    }
    return groups;
  }

  it('go into the same groups as when each is compared with each', () => {
    const statement = fc.record({
      terms: fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 5 }),
      numbers: fc.constantFrom(new Set<number>(), new Set([1])),
      answers: fc.constant(new Set<number>()),
      source: fc.constantFrom('ana', 'bob'),
    });
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 20 }), (items) => {
        expect(wordings(items)).toEqual(comparedInTurn(items));
      }),
    );
  });
});
