import fc from 'fast-check';
import { MOST_WORDS, WordProducts } from './word-products';

describe('WordProducts', () => {
  it('are the sums of the products of components, also where vectors do not fill the instructions', () => {
    const vector = fc.array(fc.integer({ min: -4_000, max: 4_000 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(vector, fc.array(vector, { maxLength: 30 }), (question, vectors) => {
        const products = new WordProducts(20);
        vectors.forEach((each, number) => {
          products.makeRoom(number);
          products.components.set(each, products.start(number));
        });
        const numbers = vectors.map((_, number) => vectors.length - 1 - number);
        const expected = numbers.map((number) =>
          vectors[number]!.reduce((sum, component, at) => sum + component * question[at]!, 0),
        );
        expect([...products.multiply(Int16Array.from(question), numbers)]).toEqual(expected);
      }),
    );
  });

  it('keeps what was stored when its memory grows, and takes the most vectors of one call', () => {
    const products = new WordProducts(128);
    const numbers = Array.from({ length: MOST_WORDS }, (_, place) => 20 * place);
    for (const number of numbers) {
      products.makeRoom(number);
      products.components.fill(number % 7, products.start(number), products.start(number) + 128);
    }
    const expected = numbers.map((number) => (number % 7) * 3 * 128);
    expect([...products.multiply(new Int16Array(128).fill(3), numbers)]).toEqual(expected);
  });
});
