import { diffuse, type HeatSettings } from '../heat/heat-kernel';
import { GrowingGraph } from './growing-graph';
import { byName, operatorOf, type SymbolGraph } from './symbol-graph';

/** Where one domain of a stream is. */
export interface Place {
  readonly graph: SymbolGraph;
  /** What was met last; several at once weigh the same. */
  readonly last: readonly string[];
}

/** Where it is, and what it expects next: probabilities by name. */
export interface PredictorState extends Place {
  readonly expected: Readonly<Record<string, number>>;
}

export interface PredictorSettings extends HeatSettings {
  /** Nodes of the graph. */
  readonly dimension: number;
}

export const NOTHING_MET: PredictorState = Object.freeze({ graph: [], last: [], expected: {} });

/**
 * How far what came is from what was expected: half the squared distance of the two (Brier 1950). 0: it was expected and nothing else; 1:
 * something else was, wholly. The original takes its mean over 16 nodes, which never exceeds 1/8: no threshold of the segmentation could see it.
 * @param observed what came; not empty
 */
export function surpriseOf(expected: Readonly<Record<string, number>>, observed: readonly string[]): number {
  const came = new Set(observed);
  let squares = 0;
  for (const name of new Set([...Object.keys(expected), ...came])) {
    squares += ((expected[name] ?? 0) - (came.has(name) ? 1 / came.size : 0)) ** 2;
  }
  return squares / 2;
}

/**
 * Goes on to what came, and remembers that it came after what was met last.
 * @param beside pairs of what came together besides
 */
export function goOn(
  { graph, last }: Place,
  observed: readonly string[],
  dimension: number,
  beside: readonly (readonly [from: string, to: string])[] = [],
): Place {
  const growing = new GrowingGraph(graph, dimension);
  for (const name of observed) {
    const before = last.length === 0 ? [name] : last;
    for (const each of before) growing.connect(each, name, 1 / before.length);
  }
  for (const [from, to] of beside) growing.connect(from, to, 1);
  const after = growing.done();
  const known = new Set(after.map(({ name }) => name));
  return { graph: after, last: observed.filter((name) => known.has(name)) };
}

/** The state with its prediction: the distribution of heat after the time of diffusion, starting at the latest nodes. */
export function expectingFrom({ graph, last }: Place, settings: HeatSettings): PredictorState {
  const here = new Set(last);
  if (here.size === 0) return { graph, last, expected: {} };
  const x = Float64Array.from(graph, ({ name }) => (here.has(name) ? 1 / here.size : 0));
  const heat = diffuse(operatorOf(graph), x, settings);
  const expected = byName();
  graph.forEach(({ name }, index) => (expected[name] = Math.max(0, heat[index]!)));
  return { graph, last, expected };
}
