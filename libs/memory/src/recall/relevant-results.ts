import type { Recalled, RecallQuery } from '../memory';

/** What a recall found. */
export interface Found extends Omit<Recalled, 'answerable'> {
  /** Whether any of it fits the question better than any text does. */
  readonly fits: boolean;
}

/**
 * The answer to a recall, with how likely it answers. Where nothing fits, and the question does not say how relevant results have to be, there
 * are none.
 */
export function answerOf({ fits, ...found }: Found, { minRelevance }: RecallQuery): Recalled {
  const results = fits || minRelevance !== undefined ? found.results : [];
  const answerable = results.reduce((best, { relevance }) => Math.max(best, relevance), 0);
  return { ...found, results, answerable };
}
