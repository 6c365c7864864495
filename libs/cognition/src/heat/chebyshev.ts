import type { Operator } from './operator';

/** Coefficients of the Chebyshev series of degree `degree` for exp(−t·λ) on 0 … bound, by the cosine transform at degree + 1 nodes. */
export function heatCoefficients(t: number, bound: number, degree: number): number[] {
  const nodes = degree + 1;
  const samples = Array.from({ length: nodes }, (_, node) => {
    const x = Math.cos((Math.PI * (node + 0.5)) / nodes);
    return Math.exp((-t * bound * (x + 1)) / 2);
  });
  return samples.map((_, order) => {
    const sum = samples.reduce(
      (all, sample, node) => all + sample * Math.cos((Math.PI * order * (node + 0.5)) / nodes),
      0,
    );
    return ((order === 0 ? 1 : 2) / nodes) * sum;
  });
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
  const scaled = (vector: Float64Array): Float64Array =>
    operator.apply(vector).map((value, index) => (2 / bound) * value - vector[index]!);
  const [constant = 0, ...higher] = heatCoefficients(t, bound, degree);
  let next = new Float64Array(operator.size);
  let afterNext = new Float64Array(operator.size);
  for (const coefficient of higher.reverse()) {
    const [one, two] = [next, afterNext];
    next = scaled(one).map((value, index) => 2 * value - two[index]! + coefficient * x[index]!);
    afterNext = one;
  }
  const last = afterNext;
  return scaled(next).map((value, index) => value - last[index]! + constant * x[index]!);
}
