import { canonicalJson } from './canonical-json';

describe('canonicalJson', () => {
  it('writes the example of RFC 8785 as the RFC does', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"\/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('does not depend on the order of members', () => {
    expect(canonicalJson({ b: { d: 1, c: 2 }, a: 3 })).toBe(canonicalJson({ a: 3, b: { c: 2, d: 1 } }));
  });

  it('writes members in order of their names at every depth', () => {
    expect(canonicalJson({ a: [{ z: 1, y: [2] }], b: {} })).toBe('{"a":[{"y":[2],"z":1}],"b":{}}');
    // An object lists names that are numbers by their size, the canonical form by their digits.
    expect(canonicalJson({ 9: 'a', 10: 'b' })).toBe('{"10":"b","9":"a"}');
    expect(canonicalJson({ '\u{1f600}': 1, '\ufb33': 2 })).toBe('{"\u{1f600}":1,"\ufb33":2}');
  });

  it('writes a value with members in order as one whose members are not', () => {
    const inOrder = { a: -0, b: 1e21, c: '\ud800 \u2028 "', d: [true, null, 0.1], e: { f: '', g: {} } };
    const reversed = Object.fromEntries(Object.entries(inOrder).reverse());
    expect(canonicalJson(inOrder)).toBe(canonicalJson(reversed));
  });

  it('refuses numbers that JSON cannot write', () => {
    expect(() => canonicalJson({ a: NaN })).toThrow('NaN');
    expect(() => canonicalJson([{ a: Infinity }])).toThrow('Infinity');
  });
});
