import type { Operator } from './operator';

/** Coefficients of the Chebyshev series of degree `degree` for exp(−t·λ) on 0 … bound, by the cosine transform at degree + 1 nodes. */
function heatCoefficients(t: number, bound: number, degree: number): number[] {
  const nodes = degree + 1;
  const samples = Array.from({ length: nodes }, (_, node) => {
    const x = Math.cos((Math.PI * (node + 0.5)) / nodes);
    return Math.exp((-t * bound * (x + 1)) / 2);
  });
  return cosinesOf(nodes).map((cosines, order) => {
    let sum = 0;
    for (let node = 0; node < nodes; node += 1) sum += samples[node]! * cosines[node]!;
    return ((order === 0 ? 1 : 2) / nodes) * sum;
  });
}

/** By the number of nodes: they are the same for every graph, and to compute them takes longer than all else. */
const knownCosines = new Map<number, readonly Float64Array[]>();

/** cos(π·order·(node + ½) / nodes), by order and node. */
function cosinesOf(nodes: number): readonly Float64Array[] {
  let cosines = knownCosines.get(nodes);
  if (!cosines) {
    cosines = Array.from({ length: nodes }, (_, order) =>
      Float64Array.from({ length: nodes }, (__, node) => Math.cos((Math.PI * order * (node + 0.5)) / nodes)),
    );
    knownCosines.set(nodes, cosines);
  }
  return cosines;
}

/**
 * exp(−t·L)·x by Clenshaw's recurrence, with the operator scaled to −1 … 1.
 * @param t time of diffusion, 0 or more
 * @param degree K of the series
 */
export function heatByChebyshev(
  operator: Operator,
  x: Float64Array,
  t: number,
  degree: number,
): Float64Array {
  const { bound } = operator;
  // Nothing spreads that could be told from rounding.
  if (t * bound < Number.EPSILON) return x.slice();
  const { size } = operator;
  const [constant = 0, ...higher] = significant(heatCoefficients(t, bound, degree));
  let next = new Float64Array(size);
  let afterNext = new Float64Array(size);
  // 2·(scaled operator)·next − afterNext + coefficient·x, where a factor of 1 instead of 2 ends it.
  const step = (coefficient: number, factor: number): Float64Array<ArrayBuffer> => {
    const applied = operator.apply(next);
    const result = new Float64Array(size);
    for (let index = 0; index < size; index += 1) {
      const scaled = (2 / bound) * applied[index]! - next[index]!;
      result[index] = factor * scaled - afterNext[index]! + coefficient * x[index]!;
    }
    return result;
  };
  for (const coefficient of higher.reverse()) [next, afterNext] = [step(coefficient, 2), next];
  return step(constant, 1);
}

/** Without the last ones that are nothing but rounding: they fall faster than any power. */
function significant(coefficients: readonly number[]): readonly number[] {
  const least = Number.EPSILON * Math.abs(coefficients[0] ?? 0);
  return coefficients.slice(
    0,
    coefficients.findLastIndex((coefficient) => Math.abs(coefficient) > least) + 1,
  );
}
