import fc from 'fast-check';
import { fullSaturation, inverseDocumentFrequency, saturation } from './bm25';
import { PassageSaturation } from './passage-saturation';

const constants = { k1: 1.2, b: 0.75 };

describe('BM25', () => {
  it.each([
    [10, 0, Math.log(22)],
    [10, 1, Math.log(1 + 9.5 / 1.5)],
    [10, 10, Math.log(1 + 0.5 / 10.5)],
  ])('takes a term in %d documents, found in %d, for one that tells %d', (documents, frequency, idf) => {
    expect(inverseDocumentFrequency(documents, frequency)).toBeCloseTo(idf, 12);
  });

  it('saturates with the count, later in a long document', () => {
    expect(saturation(constants, 1, 1)).toBeCloseTo(1, 12);
    expect(saturation(constants, 2, 1)).toBeCloseTo((2 * 2.2) / 3.2, 12);
    expect(saturation(constants, 1, 2)).toBeCloseTo(2.2 / (1 + 1.2 * 1.75), 12);
    expect(saturation(constants, 0, 1)).toBe(0);
    expect(saturation(constants, 1e9, 1)).toBeCloseTo(fullSaturation(constants), 6);
    expect(fullSaturation(constants)).toBe(2.2);
  });

  it('is the same from the table of passages, whatever their length', () => {
    const counts = fc.integer({ min: 1, max: 255 });
    const lengths = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(counts, lengths, fc.double({ min: 1, max: 300, noNaN: true }), (count, length, mean) => {
        const passages = new PassageSaturation(constants, mean);
        expect(passages.of(count, length)).toBeCloseTo(saturation(constants, count, length / mean), 12);
      }),
    );
    expect(new PassageSaturation(constants, 0).of(1, 1)).toBeCloseTo(1, 12);
  });
});
