/** Count, mean and sum of squared deviations (Welford 1962). */
export interface RunningStatistics {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

export const NO_STATISTICS: RunningStatistics = Object.freeze({ count: 0, mean: 0, squares: 0 });

export function include({ count, mean, squares }: RunningStatistics, value: number): RunningStatistics {
  const delta = value - mean;
  const newMean = mean + delta / (count + 1);
  return { count: count + 1, mean: newMean, squares: squares + delta * (value - newMean) };
}

/** Of the whole population. @param least what it is taken for where it is less */
export function deviationOf({ count, squares }: RunningStatistics, least: number): number {
  return Math.max(least, count === 0 ? 0 : Math.sqrt(squares / count));
}
