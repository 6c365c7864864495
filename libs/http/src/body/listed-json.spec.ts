import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { Problem } from '@somabrain/kernel';
import { ListedJson } from './listed-json';

const BOUNDS = { depth: 100, values: 100_000, elements: 1_000, elementBytes: 100_000, frameBytes: 100_000 };

/** What comes of a text that comes in pieces of these lengths; null: it is not valid. */
function listed(text: string, lengths: readonly number[], bounds = BOUNDS): { value: unknown } | null {
  const intake = new ListedJson(bounds);
  const bytes = Buffer.from(text);
  try {
    for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
      const length = lengths[turn % lengths.length] ?? 1;
      intake.take(bytes.subarray(from, from + length));
      from += length;
    }
    return { value: intake.value() };
  } catch (error) {
    if (error instanceof Problem && error.code === 'MALFORMED_JSON') return null;
    throw error;
  }
}

function whole(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Jest takes a member named `constructor` for that of the object. */
function expectSame(found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
  expect(isDeepStrictEqual(found, expected)).toBe(true);
}

/** Whole numbers beyond 2^53 are refused, which JSON.parse rounds. */
const LONG_RUN = /\d{16}/;

const lengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });
const list = fc.array(fc.jsonValue({ stringUnit: 'binary' }), { maxLength: 5 });
const batch = fc.dictionary(
  fc.oneof(fc.constantFrom('memories', 'items', 'atomic', '__proto__', 'constructor'), fc.string()),
  fc.oneof(list, fc.jsonValue()),
);

describe('ListedJson', () => {
  it('is what JSON.parse makes of the whole text', () => {
    fc.assert(
      fc.property(fc.oneof(batch, fc.jsonValue()), fc.nat(2), lengths, (value, indent, cut) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!LONG_RUN.test(text));
        expectSame(listed(text, cut), whole(text));
      }),
    );
  });

  it('refuses what JSON.parse refuses, whatever was changed in a text', () => {
    const change = fc.tuple(fc.nat(), fc.constantFrom('', ...'{}[],:"\\ 1a', '[]', '"a":[1],'));
    fc.assert(
      fc.property(batch, fc.array(change, { minLength: 1, maxLength: 3 }), lengths, (value, changes, cut) => {
        let text = JSON.stringify(value);
        for (const [where, by] of changes) {
          const at = where % (text.length + 1);
          text = text.slice(0, at) + by + text.slice(at + (by.length % 2));
        }
        // A surrogate that was cut off from its other half does not survive UTF-8.
        fc.pre(Buffer.from(text).toString() === text && !LONG_RUN.test(text));
        expectSame(listed(text, cut), whole(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    '{"a":[1,2],"a":[3]}',
    '{"a":[1,2],"\\u0061":null}',
    '{"a":[ ],"b":[[],[[]]],"c":{"d":[1]}}',
    '{"a":[{"__proto__":{"x":1}}],"__proto__":[1]}',
    '[[1,2],[3]]',
    '{"a":[1,]}',
    '{"a":[,1]}',
    '{"a":[1 2]}',
    '{"a":[1}',
    '{"a":[1',
    '{"a":[1]}{"b":[2]}',
    '\ufeff{"a":[1]}',
    '{"a":[\ufeff1]}',
    ' ',
    '',
  ])('makes of %s what JSON.parse makes of it', (text) => {
    const expected = whole(text.replace(/^\ufeff/, ''));
    expectSame(listed(text, [1]), expected);
    expectSame(listed(text, [50]), expected);
  });

  it('refuses at the first element too many, and names the list', () => {
    const text = `{"atomic":true,"memo\\u0072ies":[${'{},'.repeat(1_000)}{}]`;
    expect(() => listed(text, [100])).toThrow('memories: may have at most 1000 items');
  });

  it('refuses an element, and what stands beside the lists, that is too long', () => {
    const long = 'x'.repeat(200_000);
    expect(() => listed(`{"a":["${long}`, [1_000])).toThrow('An item of the body may have at most 100000');
    expect(() => listed(`{"a":"${long}`, [1_000])).toThrow('Beside its lists the body may have at most');
  });

  it('refuses a whole number beyond 2^53 beside the lists, and leaves one in an item to whoever checks the item', () => {
    expect(() => listed('{"a":[1],"b":9007199254740993}', [5])).toThrow('b: is a whole number beyond 2^53');
    expect(listed('{"a":[1,{"b":[0,9007199254740993]}]}', [7])).toEqual({
      value: { a: [1, { b: [undefined, 0n] }] },
    });
  });
});
