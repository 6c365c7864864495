/** A symmetric tridiagonal matrix. */
export interface Tridiagonal {
  readonly diagonal: readonly number[];
  /** Beside the diagonal: one less. */
  readonly beside: readonly number[];
}

export interface Eigen {
  readonly values: readonly number[];
  /** By row, then by eigenvalue: each column is an eigenvector of length 1. */
  readonly vectors: readonly (readonly number[])[];
}

const MOST_SWEEPS = 60;

/**
 * All eigenvalues and eigenvectors by implicit QL steps (EISPACK tql2).
 * @throws RangeError when an eigenvalue is not found, which entries that are not finite bring about
 */
export function tridiagonalEigen({ diagonal, beside }: Tridiagonal): Eigen {
  const size = diagonal.length;
  const values = [...diagonal];
  const off = [...beside, 0];
  const vectors = values.map((_, row) => values.map((_, column) => (row === column ? 1 : 0)));
  for (let first = 0; first < size; first++) {
    for (let sweep = 0; ; sweep++) {
      const last = endOfBlock(values, off, first);
      if (last === first) break;
      if (sweep === MOST_SWEEPS) throw new RangeError('The eigenvalues of the projection were not found');
      rotate(values, off, vectors, first, last);
    }
  }
  return { values, vectors };
}

/** The first place from `first` on where the matrix falls apart. */
function endOfBlock(values: readonly number[], off: readonly number[], first: number): number {
  let last = first;
  while (last < values.length - 1) {
    const scale = Math.abs(values[last]!) + Math.abs(values[last + 1]!);
    if (Math.abs(off[last]!) <= Number.EPSILON * scale) break;
    last += 1;
  }
  return last;
}

/** One implicit QL step on the block from `first` to `last`. */
function rotate(values: number[], off: number[], vectors: number[][], first: number, last: number): void {
  const half = (values[first + 1]! - values[first]!) / (2 * off[first]!);
  const root = Math.hypot(half, 1);
  let g = values[last]! - values[first]! + off[first]! / (half + (half >= 0 ? root : -root));
  let [sine, cosine, p] = [1, 1, 0];
  for (let index = last - 1; index >= first; index--) {
    const f = sine * off[index]!;
    const b = cosine * off[index]!;
    const length = Math.hypot(f, g);
    off[index + 1] = length;
    if (length === 0) {
      values[index + 1]! -= p;
      off[last] = 0;
      return;
    }
    sine = f / length;
    cosine = g / length;
    g = values[index + 1]! - p;
    const r = (values[index]! - g) * sine + 2 * cosine * b;
    p = sine * r;
    values[index + 1] = g + p;
    g = cosine * r - b;
    for (const row of vectors) {
      const right = row[index + 1]!;
      row[index + 1] = sine * row[index]! + cosine * right;
      row[index] = cosine * row[index]! - sine * right;
    }
  }
  values[first]! -= p;
  off[first] = g;
  off[last] = 0;
}
