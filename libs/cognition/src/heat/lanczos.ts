import { dot, norm, type Operator } from './operator';
import { type Tridiagonal, tridiagonalEigen } from './tridiagonal-eigen';

/** A share of a vector that is nothing but rounding: then the space that the operator makes of the start is exhausted. */
const EXHAUSTED = 1e-12;

export interface Krylov {
  /** Orthonormal vectors, the first along the start. */
  readonly basis: readonly Float64Array[];
  /** The operator in that basis. */
  readonly projection: Tridiagonal;
}

/**
 * Builds up to `steps` orthonormal vectors of the Krylov space of a start vector, each kept orthogonal to all before it.
 * @param start not the zero vector
 */
function krylovOf(operator: Operator, start: Float64Array, steps: number): Krylov {
  const startLength = norm(start);
  const basis = [start.map((value) => value / startLength)];
  const diagonal: number[] = [];
  const beside: number[] = [];
  for (;;) {
    const last = basis[basis.length - 1]!;
    const next = operator.apply(last);
    const length = norm(next);
    diagonal.push(dot(next, last));
    for (const vector of [...basis, ...basis]) subtract(next, vector, dot(next, vector));
    const rest = norm(next);
    if (basis.length >= Math.min(steps, operator.size) || rest <= EXHAUSTED * length)
      return { basis, projection: { diagonal, beside } };
    beside.push(rest);
    basis.push(next.map((value) => value / rest));
  }
}

/**
 * exp(−t·L)·x as ‖x‖·V·exp(−t·T)·e₁ (Saad 1992).
 * @param t time of diffusion, 0 or more
 * @param steps m: dimension of the space it is sought in
 */
export function heatByLanczos(operator: Operator, x: Float64Array, t: number, steps: number): Float64Array {
  const length = norm(x);
  const heat = new Float64Array(operator.size);
  if (length === 0) return heat;
  const { basis, projection } = krylovOf(operator, x, steps);
  const { values, vectors } = tridiagonalEigen(projection);
  for (const [row, vector] of basis.entries()) {
    let weight = 0;
    for (const [index, value] of values.entries()) {
      weight += vectors[row]![index]! * Math.exp(-t * value) * vectors[0]![index]!;
    }
    subtract(heat, vector, -length * weight);
  }
  return heat;
}

function subtract(from: Float64Array, vector: Float64Array, times: number): void {
  for (let index = 0; index < from.length; index++) from[index]! -= times * vector[index]!;
}
