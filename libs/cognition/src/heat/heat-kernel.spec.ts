import * as fc from 'fast-check';
import { heatByChebyshev } from './chebyshev';
import { diffuse, HEAT_METHODS } from './heat-kernel';
import { heatByLanczos } from './lanczos';
import { laplacianOf, type Operator } from './operator';

const SETTINGS = { t: 0.5, chebyshevDegree: 30, lanczosSteps: 20 };

/** exp(−t·L)·x from the series of the exponential, with the time halved until the series is short: slow, and as exact as it gets. */
function denseHeat(operator: Operator, x: Float64Array, t: number): Float64Array {
  const halvings = 12;
  let heat = x.slice();
  for (let step = 0; step < 2 ** halvings; step++) {
    let term = heat.slice();
    const sum = heat.slice();
    for (let order = 1; order <= 8; order++) {
      term = operator.apply(term).map((value) => (-t / 2 ** halvings / order) * value);
      term.forEach((value, index) => (sum[index]! += value));
    }
    heat = sum;
  }
  return heat;
}

const pathOf = (size: number): Operator =>
  laplacianOf(
    Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column) => (Math.abs(row - column) === 1 ? 1 : 0)),
    ),
  );
const oneHot = (size: number, at: number): Float64Array =>
  Float64Array.from({ length: size }, (_, index) => (index === at ? 1 : 0));

/** Undirected graphs with weights, and where heat lies on them. */
const heatedGraphs = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.record({
    weights: fc.array(fc.double({ min: 0, max: 3, noNaN: true }), {
      minLength: size * size,
      maxLength: size * size,
    }),
    x: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: size, maxLength: size }),
    size: fc.constant(size),
  }),
);
const operatorOf = ({ size, weights }: { size: number; weights: number[] }): Operator =>
  laplacianOf(
    Array.from({ length: size }, (_, row) =>
      Array.from(
        { length: size },
        (_, column) => weights[Math.min(row, column) * size + Math.max(row, column)]!,
      ),
    ),
  );

describe.each(HEAT_METHODS)('heat by %s', (method) => {
  it('spreads on a path of 16 nodes as the original’s reference values say', () => {
    const atEnd = diffuse(pathOf(16), oneHot(16, 0), { method, ...SETTINGS });
    const golden = [0.67367, 0.25785, 0.05809, 0.00916, 0.00111];
    golden.forEach((value, index) => expect(atEnd[index]).toBeCloseTo(value, 5));
    const inside = diffuse(pathOf(16), oneHot(16, 7), { method, ...SETTINGS });
    [0.04994, 0.20791, 0.46576, 0.20791, 0.04994, 0.00816].forEach((value, index) =>
      expect(inside[5 + index]).toBeCloseTo(value, 5),
    );
  });

  it('is that of the dense exponential on any graph', () => {
    fc.assert(
      fc.property(heatedGraphs, (graph) => {
        const operator = operatorOf(graph);
        const x = Float64Array.from(graph.x);
        const heat = diffuse(operator, x, { method, ...SETTINGS });
        denseHeat(operator, x, SETTINGS.t).forEach((value, index) =>
          expect(heat[index]).toBeCloseTo(value, 7),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('neither makes heat nor loses any', () => {
    fc.assert(
      fc.property(heatedGraphs, (graph) => {
        const sum = (values: Iterable<number>): number => [...values].reduce((all, value) => all + value, 0);
        const heat = diffuse(operatorOf(graph), Float64Array.from(graph.x), { method, ...SETTINGS });
        expect(sum(heat)).toBeCloseTo(sum(graph.x), 7);
      }),
    );
  });

  it('stays where it is on nodes without links, and is nothing where none is', () => {
    const apart = laplacianOf([
      [0, 0],
      [0, 0],
    ]);
    const x = Float64Array.of(0.25, 0.75);
    diffuse(apart, x, { method, ...SETTINGS }).forEach((value, index) =>
      expect(value).toBeCloseTo(x[index]!, 12),
    );
    expect([...diffuse(pathOf(4), new Float64Array(4), { method, ...SETTINGS })].map(Math.abs)).toEqual([
      0, 0, 0, 0,
    ]);
  });
});

it('agrees with the dense exponential at the original’s own orders', () => {
  const operator = pathOf(5);
  const x = oneHot(5, 2);
  const dense = denseHeat(operator, x, 0.3);
  heatByChebyshev(operator, x, 0.3, 40).forEach((value, index) =>
    expect(value).toBeCloseTo(dense[index]!, 9),
  );
  heatByLanczos(operator, x, 0.3, 20).forEach((value, index) => expect(value).toBeCloseTo(dense[index]!, 9));
});

it('refuses weights that are not those of an undirected graph', () => {
  for (const adjacency of [
    [
      [0, 1],
      [2, 0],
    ],
    [
      [0, -1],
      [-1, 0],
    ],
    [
      [0, Infinity],
      [Infinity, 0],
    ],
    [[0, 1], []],
  ]) {
    expect(() => laplacianOf(adjacency)).toThrow(RangeError);
  }
});
