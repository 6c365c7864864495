import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { indexing } from '../fixtures/entries';
import { PLACED_AMONG } from './placed';

const { entry, indexOf } = indexing(readFileSync);
const WORDS = 'violin river bakery ticket engine garden painter winter ladder copper market pigeon'.split(
  ' ',
);

const text = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 })
  .map((words) => words.join(' '));
const memory = fc.record({
  text,
  sessionId: fc.constantFrom(null, null, 'one', 'two'),
  importance: fc.constantFrom(0, 1, 5),
});

describe('the best of many memories', () => {
  it('are the first of all, although most are left out before they are scored', () => {
    fc.assert(
      fc.property(fc.array(memory, { minLength: 120, maxLength: 160 }), text, (memories, question) => {
        const index = indexOf(memories.map(({ text, ...fields }, place) => entry(`m${place}`, text, fields)));
        const all = index.rank({ text: question, limit: memories.length, diversity: 0 });
        const few = index.rank({ text: question, limit: PLACED_AMONG, diversity: 0 });
        expect(few.totalCandidates).toBe(all.totalCandidates);
        expect(few.hits.map(({ score }) => score)).toEqual(
          all.hits.slice(0, PLACED_AMONG).map(({ score }) => score),
        );
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});
