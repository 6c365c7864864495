import fc from 'fast-check';
import { CODE_WORDS, codeDistance } from './sign-code';
import { TermCodes } from './term-codes';

const code = fc.uint32Array({ minLength: CODE_WORDS, maxLength: CODE_WORDS });

describe('the codes of terms', () => {
  it('are as far from a question as each one alone, over more terms than one call takes', () => {
    fc.assert(
      fc.property(fc.array(code, { minLength: 1, maxLength: 20 }), code, (some, question) => {
        const codeOf = (term: number) => some[term % some.length]!;
        const codes = new TermCodes((term, into, offset) => into.set(codeOf(term), offset));
        const expected = Array.from({ length: 2_500 }, (_, term) =>
          codeDistance(codeOf(term), 0, question, 0),
        );
        expect([...codes.distances(question, 2_500, () => true)]).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('are read once, and again after a change', () => {
    const read: number[] = [];
    const codes = new TermCodes((term) => read.push(term));
    const question = new Uint32Array(CODE_WORDS);
    codes.distances(question, 3, (term) => term !== 1);
    codes.distances(question, 3, () => true);
    codes.forget(2);
    codes.distances(question, 3, () => true);
    expect(read).toEqual([0, 2, 1, 2]);
  });
});
