import { codeDistance, noveltyOf, textCode } from './text-code';

describe('the code of a text', () => {
  it('is 128 bits that depend on its words alone', () => {
    expect(textCode('The cat sat on the mat')).toMatch(/^[0-9a-f]{32}$/);
    expect(textCode('  the CAT, sat… on the mat!')).toBe(textCode('The cat sat on the mat'));
    expect(textCode('')).toBe('0'.repeat(32));
    expect(textCode('東京は日本の首都です')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('differs the more, the fewer words two texts share', () => {
    const text = textCode('Our train to Berlin leaves at nine tomorrow morning');
    const alike = textCode('Our train to Berlin leaves at ten tomorrow morning');
    const other = textCode('Grandmother keeps her bees behind the old barn');
    expect(codeDistance(text, text)).toBe(0);
    expect(codeDistance(text, alike)).toBeLessThan(codeDistance(text, other));
    expect(Math.abs(codeDistance(text, other) - 64)).toBeLessThan(24);
  });

  it('tells how new a text is among others', () => {
    const [one, other] = [textCode('Paris is the capital of France'), textCode('The door code is 4711')];
    expect(noveltyOf(one, [])).toBe(1);
    expect(noveltyOf(one, [other, one])).toBe(0);
    expect(noveltyOf(one, [other])).toBeGreaterThan(0.5);
  });

  it('reads no more than the first words of a long text', () => {
    const start = Array.from({ length: 512 }, (_, index) => `word${index}`).join(' ');
    expect(textCode(`${start} and so on`)).toBe(textCode(start));
  });
});
