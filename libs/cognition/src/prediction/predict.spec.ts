import * as fc from 'fast-check';
import { expectingFrom, goOn, NOTHING_MET, type PredictorState, surpriseOf } from './predict';
import { connect, GrowingGraph } from './growing-graph';
import { operatorOf, without } from './symbol-graph';

const SETTINGS = {
  method: 'chebyshev',
  t: 0.5,
  chebyshevDegree: 30,
  lanczosSteps: 20,
  dimension: 16,
} as const;

/** Where a domain is after it met these, one after the other. */
const after = (...names: string[]): PredictorState =>
  names.reduce(
    (state, name) => expectingFrom(goOn(state, [name], SETTINGS.dimension), SETTINGS),
    NOTHING_MET,
  );

describe('prediction', () => {
  it('expects nothing before anything was met, and then that things stay as they are', () => {
    expect(NOTHING_MET.expected).toEqual({});
    expect(after('a').expected).toEqual({ a: 1 });
  });

  it('expects what was met beside the last by the heat that reaches it', () => {
    // Met at a: itself and the step to b; at b: that step. Half of what was met at a was met at both.
    const { expected } = after('a', 'b');
    const spread = (1 - Math.exp(-2 * 0.5 * 0.5)) / 2;
    expect(expected.a).toBeCloseTo(spread, 9);
    expect(expected.b).toBeCloseTo(1 - spread, 9);
  });

  it('is more surprised the less it expected what came', () => {
    expect(surpriseOf({}, ['a'])).toBe(0.5);
    expect(surpriseOf({ a: 1 }, ['a'])).toBe(0);
    expect(surpriseOf({ a: 1 }, ['b'])).toBe(1);
    expect(surpriseOf({ a: 0.5, b: 0.5 }, ['a', 'b'])).toBe(0);
    const { expected } = after('a', 'a', 'a', 'b', 'a', 'a');
    expect(surpriseOf(expected, ['a'])).toBeLessThan(surpriseOf(expected, ['b']));
    expect(surpriseOf(expected, ['b'])).toBeLessThan(surpriseOf(expected, ['c']));
  });

  it('is probabilities: they sum to 1, and an error is between 0 and 1', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 40 }), names, (met, next) => {
        const { expected } = after(...met);
        expect(Object.values(expected).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
        const error = surpriseOf(expected, [next]);
        expect(error).toBeGreaterThanOrEqual(0);
        expect(error).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

describe('the graph of what was met', () => {
  it('keeps what was met last, and forgets the rest with its links', () => {
    const names = ['a', 'b', 'c', 'd'];
    const graph = names
      .slice(1)
      .reduce(
        (met, name, index) => connect(met, names[index]!, name, 1, 3),
        [] as ReturnType<typeof connect>,
      );
    expect(graph.map(({ name }) => name)).toEqual(['b', 'c', 'd']);
    expect(graph[0]?.beside).toEqual({ c: 1 });
    expect(without(graph, new Set(['c'])).map(({ beside }) => beside)).toEqual([{}, {}]);
  });

  it('knows of each neighbour what that knows of it, and of none that is gone', () => {
    const transitions = fc.array(fc.tuple(fc.constantFrom(...'abcdefgh'), fc.constantFrom(...'abcdefgh')), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(transitions, (all) => {
        const growing = new GrowingGraph([], 4);
        for (const [from, to] of all) growing.connect(from, to, 1);
        const graph = growing.done();
        const byName = new Map(graph.map((node) => [node.name, node]));
        expect(byName.size).toBeLessThanOrEqual(4);
        for (const { name, beside } of graph) {
          for (const [other, count] of Object.entries(beside))
            expect(byName.get(other)?.beside[name]).toBe(count);
        }
        const lastMet = [...new Set(all.flat().reverse())].slice(0, byName.size);
        if (all.length > 0) expect(graph.map(({ name }) => name)).toEqual(lastMet.reverse());
      }),
    );
  });

  it('stays as it is where another grows from it', () => {
    const graph = connect(connect([], 'a', 'b', 1, 3), 'b', 'c', 1, 3);
    const before = JSON.stringify(graph);
    const growing = new GrowingGraph(graph, 3);
    growing.connect('a', 'b', 1);
    growing.connect('c', 'd', 1);
    growing.connect('d', 'e', 1);
    expect(JSON.stringify(graph)).toBe(before);
  });

  it('is undirected, with weights of 1 at most, whatever is linked', () => {
    const links = fc.array(
      fc.tuple(
        fc.constantFrom('a', 'b', 'c', 'd'),
        fc.constantFrom('a', 'b', 'c', 'd'),
        fc.double({ min: 0, max: 1_000, noNaN: true }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(links, (all) => {
        const graph = all.reduce(
          (met, [from, to, weight]) => connect(met, from, to, weight, 3),
          [] as ReturnType<typeof connect>,
        );
        expect(graph.length).toBeLessThanOrEqual(3);
        if (graph.length > 0) expect(operatorOf(graph).bound).toBeLessThanOrEqual(2 * graph.length);
      }),
    );
  });
});
