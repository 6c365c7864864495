import fc from 'fast-check';
import { toUnitLength } from '../encoders/static-encoder';
import { WordVectors } from './word-vectors';

const DIMENSIONS = 20;

const unitVector = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: DIMENSIONS, maxLength: DIMENSIONS })
  .map((components) => toUnitLength(Float64Array.from(components)));

describe('WordVectors', () => {
  it.each(['heap', 'kernel'] as const)('on the %s tells cosines within its roughness', (place) => {
    fc.assert(
      fc.property(unitVector, fc.array(unitVector, { minLength: 1, maxLength: 10 }), (question, vectors) => {
        const stored = new WordVectors(DIMENSIONS, place);
        vectors.forEach((vector, number) => stored.set(number, vector));
        const numbers = vectors.map((_, number) => number);
        const exact = numbers.map((number) => stored.cosine(number, question));
        stored.roughCosines(numbers, question).forEach((rough, number) => {
          expect(Math.abs(rough - exact[number]!)).toBeLessThanOrEqual(stored.roughness);
        });
      }),
    );
  });

  it('tells the same cosines on the heap and in the kernel, over more vectors than one call takes', () => {
    const [heap, kernel] = [new WordVectors(DIMENSIONS, 'heap'), new WordVectors(DIMENSIONS, 'kernel')];
    const numbers = Array.from({ length: 2_500 }, (_, number) => number);
    const vectorOf = (number: number) =>
      toUnitLength(Float64Array.from({ length: DIMENSIONS }, (_, i) => Math.sin(1 + number * (i + 1))));
    for (const number of numbers) for (const each of [heap, kernel]) each.set(number, vectorOf(number));
    const question = vectorOf(77.5);
    const cosines = numbers.map((number) => heap.cosine(number, question));
    expect(numbers.map((number) => kernel.cosine(number, question))).toEqual(cosines);
    const rough = kernel.roughCosines(numbers, question);
    expect(cosines.every((cosine, number) => Math.abs(rough[number]! - cosine) <= kernel.roughness)).toBe(
      true,
    );
  });
});
