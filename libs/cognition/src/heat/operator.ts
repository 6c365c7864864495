/** A symmetric positive semidefinite operator on vectors of `size`, such as the Laplacian of a graph. */
export interface Operator {
  readonly size: number;
  /** No eigenvalue is above it. */
  readonly bound: number;
  /** What it makes of a vector, which it leaves as it is. */
  apply(vector: Float64Array): Float64Array;
}

/**
 * The Laplacian D − A of an undirected graph.
 * @param adjacency weights, symmetric; what a node has with itself does not count
 * @throws RangeError for a weight that is negative, not finite or not symmetric
 */
export function laplacianOf(adjacency: readonly (readonly number[])[]): Operator {
  const size = adjacency.length;
  const entries = new Float64Array(size * size);
  let greatestDegree = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (row === column) continue;
      const weight = adjacency[row]?.[column] ?? NaN;
      if (!(weight >= 0 && weight < Infinity) || weight !== adjacency[column]?.[row]) {
        throw new RangeError(`The weight between ${row} and ${column} is not that of an undirected graph`);
      }
      entries[row * size + column] = -weight;
      entries[row * size + row]! += weight;
    }
    greatestDegree = Math.max(greatestDegree, entries[row * size + row]!);
  }
  // Gershgorin: each eigenvalue is within a degree of a degree.
  return { size, bound: 2 * greatestDegree, apply: (vector) => product(entries, vector) };
}

function product(entries: Float64Array, vector: Float64Array): Float64Array {
  const { length } = vector;
  const result = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    let sum = 0;
    for (let column = 0; column < length; column++) sum += entries[row * length + column]! * vector[column]!;
    result[row] = sum;
  }
  return result;
}

export function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += one[index]! * other[index]!;
  return sum;
}

export function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
