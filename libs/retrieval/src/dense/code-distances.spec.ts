import fc from 'fast-check';
import { MOST_CODES, writeCodeDistances } from './code-distances';
import { CODE_WORDS, codeDistance } from './sign-code';

describe('writeCodeDistances', () => {
  it('counts the bits in which codes differ, as codeDistance does, and writes nothing beside', () => {
    const row = fc.array(fc.integer({ min: 0, max: 0xffffffff }), {
      minLength: CODE_WORDS,
      maxLength: CODE_WORDS,
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), row, fc.nat(5), (rows, question, offset) => {
        const codes = Uint32Array.from(rows.flat());
        const code = Uint32Array.from(question);
        const distances = new Uint8Array(offset + rows.length + 1).fill(200);
        writeCodeDistances(codes, code, rows.length, distances, offset);
        const expected = rows.map((_, each) => codeDistance(codes, each * CODE_WORDS, code, 0));
        expect([...distances]).toEqual([...new Array<number>(offset).fill(200), ...expected, 200]);
      }),
    );
  });

  it('takes as many codes as it says', () => {
    const codes = new Uint32Array(MOST_CODES * CODE_WORDS).fill(0xffffffff);
    const distances = new Uint8Array(MOST_CODES);
    writeCodeDistances(codes, new Uint32Array(CODE_WORDS), MOST_CODES, distances, 0);
    expect(distances.every((distance) => distance === 128)).toBe(true);
  });
});
