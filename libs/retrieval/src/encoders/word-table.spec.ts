import fc from 'fast-check';
import { buildWordTable, WordTable } from './word-table';

describe('WordTable', () => {
  it('finds each word by its letters, inside a longer text too, and no other', () => {
    const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { maxLength: 60 }),
        fc.array(word, { maxLength: 20 }),
        (words, others) => {
          const table = new WordTable(buildWordTable(words));
          const rowOf = new Map(words.map((each, row) => [each, row]));
          expect(table.size).toBe(words.length);
          for (const each of [...words, ...others]) {
            expect(table.find(each)).toBe(rowOf.get(each) ?? -1);
            expect(table.find(`<${each}>`, 1, 1 + each.length)).toBe(rowOf.get(each) ?? -1);
          }
        },
      ),
    );
  });

  it('lies on memory that threads share', () => {
    const { units, starts, slots } = buildWordTable(['one', 'two']);
    for (const { buffer } of [units, starts, slots]) expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});
