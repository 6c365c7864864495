import { etagOf, matchesNone, parseIfMatch } from './entity-tag';

describe('entity tags', () => {
  it.each([
    [undefined, undefined],
    ['*', undefined],
    [etagOf(3), [3]],
    ['"3", "4"', [3, 4]],
    ['W/"3"', []],
    ['W/"3", "5"', [5]],
    ['"other"', []],
    ['""', []],
  ])('If-Match %s lets pass %j', (header, versions) => {
    expect(parseIfMatch(header)).toEqual(versions);
  });

  it.each(['3', '"3', '"3" "4"', 'w/"3"', '"3",', ''])('refuses If-Match %j', (header) => {
    expect(() => parseIfMatch(header)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED' }) as Error,
    );
  });

  it.each([
    [undefined, true],
    ['*', false],
    ['"3"', false],
    ['W/"3"', false],
    ['"2", "3"', false],
    ['"2"', true],
    ['3', true],
  ])('If-None-Match %s asks for version 3: %s', (header, asked) => {
    expect(matchesNone(header, 3)).toBe(asked);
  });
});
