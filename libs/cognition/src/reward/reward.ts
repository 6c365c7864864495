/** The reward of an outcome, by its parts. */
export interface Reward {
  readonly task: number;
  readonly user: number;
  readonly latency: number;
  readonly safety: number;
  readonly cost: number;
}

/** task + user + safety − latency − cost. */
export function totalOf({ task, user, latency, safety, cost }: Reward): number {
  return task + user + safety - latency - cost;
}

const REWARD_OF_RATING: Readonly<Record<number, number>> = { 1: -1, 2: -0.5, 3: 0, 4: 0.5, 5: 1 };

/** The reward of a rating of 1 to 5: −1 to 1. Any other number is ignored. */
export function rewardOfRating(rating: number): number {
  return REWARD_OF_RATING[rating] ?? 0;
}
