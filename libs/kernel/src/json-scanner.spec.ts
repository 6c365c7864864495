import fc from 'fast-check';
import { JsonScanner, TooMuchJson } from './json-scanner';

const GENEROUS = { depth: 1_000, values: 1_000_000 };

/** Scans a text in pieces of these lengths, over and over. */
function scanned(text: string, lengths: readonly number[], bounds = GENEROUS): JsonScanner {
  const scanner = new JsonScanner(bounds);
  const bytes = Buffer.from(text);
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    scanner.scan(bytes.subarray(from, from + length));
    from += length;
  }
  return scanner;
}

/** Members and elements, and how many objects and lists there are and lie within each other. */
function measured(value: unknown): { values: number; empty: number; depth: number } {
  if (typeof value !== 'object' || value === null) return { values: 0, empty: 0, depth: 0 };
  const inner = Object.values(value).map(measured);
  return {
    values: inner.length + inner.reduce((sum, { values }) => sum + values, 0),
    empty: (inner.length === 0 ? 1 : 0) + inner.reduce((sum, { empty }) => sum + empty, 0),
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
  };
}

const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

describe('JsonScanner', () => {
  it('counts what JSON.parse finds, however the text is cut', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), fc.nat(3), pieces, (json, indent, lengths) => {
        const parsed: unknown = JSON.parse(json);
        const text = JSON.stringify(parsed, null, indent);
        const { values, empty, depth } = measured(parsed);
        expect(scanned(text, lengths).values).toBe(values + empty);
        const tight = { depth, values: values + empty };
        expect(() => scanned(text, lengths, tight)).not.toThrow();
        if (depth > 0) {
          const shallow = { ...tight, depth: depth - 1 };
          const few = { ...tight, values: tight.values - 1 };
          expect(() => scanned(text, lengths, shallow)).toThrow(TooMuchJson);
          expect(() => scanned(text, lengths, few)).toThrow(TooMuchJson);
        }
      }),
    );
  });

  it('takes a quote, a bracket or a comma within a string for text', () => {
    const strings = ['"', '\\', '\\"', '[{,', ']}', '\\\\"[', '\u2028 "', '漢字"'];
    for (let length = 1; length < 12; length += 1)
      expect(scanned(JSON.stringify(strings), [length]).values).toBe(strings.length);
  });

  it('says what was too much', () => {
    expect(() => scanned('[[[]]]', [9], { depth: 2, values: 9 })).toThrow('is nested deeper than 2 levels');
    expect(() => scanned('[1,2,3]', [9], { depth: 9, values: 2 })).toThrow('holds more than 2 values');
  });

  it('takes bytes of any kind without an error of its own', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 5 }), (chunks) => {
        const scanner = new JsonScanner(GENEROUS);
        for (const chunk of chunks) scanner.scan(chunk);
      }),
    );
  });
});
