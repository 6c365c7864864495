import fc from 'fast-check';
import { dotProducts, MOST_VECTORS } from './dot-products';

describe('dotProducts', () => {
  it('are the sums of the products of components', () => {
    const vector = fc.int8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(vector, fc.array(vector, { maxLength: 40 }), (question, vectors) => {
        const products = dotProducts(
          question,
          Int8Array.from(vectors.flatMap((each) => [...each])),
          vectors.length,
        );
        const expected = vectors.map((each) =>
          each.reduce((sum, component, at) => sum + component * question[at]!, 0),
        );
        expect([...products]).toEqual(expected);
      }),
    );
  });

  it('are right for the most and the longest vectors', () => {
    const vectors = new Int8Array(MOST_VECTORS * 1_024).fill(-128);
    const products = dotProducts(new Int8Array(1_024).fill(-128), vectors, MOST_VECTORS);
    expect(products.every((product) => product === 1_024 * 128 * 128)).toBe(true);
  });
});
