/** The learning rate of a tenant: the constant of the original's learner. */
export const LEARNING_RATE = 0.05;
const EXPLORATION = { middle: 0.8, slope: 0.5, least: 0.1, most: 1 } as const;

/** The average of rewards after one more, the latest weighing `alpha`; the first is taken as it is. */
export function averageAfter(average: number | null, reward: number, alpha: number): number {
  return average === null ? reward : average + alpha * (reward - average);
}

/** How much is to be tried out after such an average: the better it went, the less. 0.55 to 1.05 before it is cut at 1. */
export function explorationOf(average: number): number {
  const { middle, slope, least, most } = EXPLORATION;
  const good = Math.min(1, Math.max(0, average));
  return Math.min(most, Math.max(least, middle - slope * (good - 0.5)));
}
