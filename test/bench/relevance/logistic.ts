/** One question: what its best hit is told by, whether it can be answered, and how much it counts. */
export interface Example {
  readonly features: readonly number[];
  readonly answerable: boolean;
  readonly weight: number;
}

/** A little of it keeps weights of features that say nothing at 0. */
const RIDGE = 1e-3;
const ROUNDS = 40;

/** Weighted logistic regression by Newton's method. @returns the constant, then the weight of each feature */
export function fit(examples: readonly Example[]): number[] {
  const size = (examples[0]?.features.length ?? 0) + 1;
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  let weights = Array.from({ length: size }, () => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = weights.map((weight, place) => (place === 0 ? 0 : -RIDGE * total * weight));
    const hessian = weights.map((_, row) =>
      weights.map((__, column) => (row === column && row > 0 ? RIDGE * total : 0)),
    );
    for (const { features, answerable, weight } of examples) {
      const inputs = [1, ...features];
      const guess = probability(weights, features);
      const error = weight * ((answerable ? 1 : 0) - guess);
      const curvature = weight * guess * (1 - guess);
      for (let row = 0; row < size; row++) {
        gradient[row]! += error * inputs[row]!;
        for (let column = 0; column < size; column++)
          hessian[row]![column]! += curvature * inputs[row]! * inputs[column]!;
      }
    }
    const step = solve(hessian, gradient);
    weights = weights.map((weight, place) => weight + step[place]!);
    if (step.every((change) => Math.abs(change) < 1e-7)) break;
  }
  return weights;
}

/** What a fitted model says of features. */
export function probability(
  [constant = 0, ...weights]: readonly number[],
  features: readonly number[],
): number {
  const sum = weights.reduce((total, weight, place) => total + weight * features[place]!, constant);
  return 1 / (1 + Math.exp(-sum));
}

/** How often a number of the first kind is above one of the second, ties counting half (the area under the ROC curve). */
export function auroc(positives: readonly number[], negatives: readonly number[]): number {
  const sorted = [...negatives].sort((one, other) => one - other);
  const below = (value: number, orEqual: boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < value || (orEqual && sorted[middle] === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const wins = positives.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0);
  return wins / (positives.length * negatives.length);
}

/** Gaussian elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, place) => [...row, right[place]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows
      .slice(column)
      .reduce((best, row) => (Math.abs(row[column]!) > Math.abs(best[column]!) ? row : best));
    const place = rows.indexOf(pivot);
    [rows[column], rows[place]] = [pivot, rows[column]!];
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[column]! / pivot[column]!;
      for (let at = column; at <= size; at++) row[at]! -= factor * pivot[at]!;
    }
  }
  return rows.map((row, place) => row[size]! / row[place]!);
}
