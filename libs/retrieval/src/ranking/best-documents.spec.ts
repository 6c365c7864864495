import fc from 'fast-check';
import { BestDocuments } from './best-documents';
import { onGrid } from './exact-sum';

const byNumber = (document: number, other: number) => document - other;

describe('the best documents', () => {
  it('are those of the highest scores, of equals the preferred, best first', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 });
    fc.assert(
      fc.property(scores, fc.integer({ min: 0, max: 12 }), fc.boolean(), (all, limit, backwards) => {
        const best = new BestDocuments(limit, byNumber);
        const documents = all.map((score, document) => ({ score, document }));
        for (const { document, score } of backwards ? documents.toReversed() : documents)
          best.offer(document, score);
        const sorted = documents.toSorted((a, b) => b.score - a.score || a.document - b.document);
        expect(best.ranked()).toEqual(sorted.slice(0, limit).map(({ document }) => document));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the grid of exact sums', () => {
  it('has steps of 2^-30, on which numbers add up alike in any order', () => {
    expect(onGrid(1 / 3)).toBe(Math.round(2 ** 30 / 3) / 2 ** 30);
    expect(onGrid(2 ** -31)).toBe(2 ** -30);
    expect(onGrid(2 ** -32)).toBe(0);
    const parts = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(parts, (numbers) => {
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + onGrid(value), 0);
        expect(sum(numbers.toReversed())).toBe(sum(numbers));
      }),
    );
  });
});
