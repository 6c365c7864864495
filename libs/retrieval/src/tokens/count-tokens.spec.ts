import fc from 'fast-check';
import { charactersOf, tokensOf } from './count-tokens';

describe('the tokens of a text', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['abcd', 1],
    ['The cat sat on the mat.', 6],
    ['don’t — “stop”', 4],
    ['Кошка спит', 4],
    ['γάτα', 2],
    ['แมวนอนบน', 4],
    ['猫在垫子上', 5],
    ['ねこ', 2],
    ['고양이', 3],
    ['🎉', 2],
  ])('%j are %d', (text, tokens) => {
    expect(tokensOf(text)).toBe(tokens);
  });

  it('are no more for a whole than for its parts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(tokensOf(one + other)).toBeLessThanOrEqual(tokensOf(one) + tokensOf(other));
        expect(tokensOf(one)).toBeLessThanOrEqual(one.length);
      }),
    );
  });

  it('of a long text are counted by its beginning, as fast as those of a short one', () => {
    expect(tokensOf('word '.repeat(200_000))).toBe(250_000);
    const began = performance.now();
    for (let n = 0; n < 100; n++) tokensOf('猫'.repeat(1_000_000));
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('are so many of its characters', () => {
    expect(charactersOf('x'.repeat(400), 25)).toBe(100);
    expect(charactersOf('猫'.repeat(400), 25)).toBe(25);
    expect(charactersOf('', 25)).toBe(25);
  });
});
