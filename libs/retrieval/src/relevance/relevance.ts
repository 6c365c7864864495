import type { Evidence } from './evidence';

/** The features of the model, in the order of its weights. */
export function featuresOf(evidence: Evidence): number[] {
  const { words, share, score, similarity, memories, speaker, isQuestion } = evidence;
  return [
    share,
    // The same share of a longer question says more.
    share * Math.log1p(words),
    score,
    similarity,
    Math.log(Math.max(1, memories)),
    speaker === 'named' ? 1 : 0,
    speaker === 'other' ? 1 : 0,
    isQuestion ? 1 : 0,
  ];
}

/**
 * The constant, then the weight of each feature. Fitted by `npm run bench:relevance -- --fit` on the best hits of 23,000 questions of LoCoMo that
 * can and cannot be answered, in namespaces of 4 to 60,000 memories. AUROC 0.864; 0.863 where the conversations of a question are left out.
 */
const WEIGHTS = [-2.2, 1.13, 1.49, 1.13, 2.37, -0.2, 0.7, -1.1, -1.76];

/**
 * Below this a memory fits no better than any text does: measured without the size of the namespace, for among many memories the best of
 * them would fall below although it answers. Of questions of LoCoMo that have an answer, none has its best hit there.
 */
const CHANCE = 0.175;

const DIGITS = 10_000;

/** How likely a memory with this evidence answers the question, above 0, to 1, in four digits. Compares between questions and between namespaces. */
export function relevanceOf(evidence: Evidence): number {
  const [constant = 0, ...weights] = WEIGHTS;
  const sum = featuresOf(evidence).reduce(
    (total, feature, place) => total + feature * weights[place]!,
    constant,
  );
  return Math.ceil(DIGITS / (1 + Math.exp(-sum))) / DIGITS;
}

/** A memory with so much of the question's words fits it somehow: the only word misspelt gives 0.15. */
const LEAST_SHARE = 0.12;

/** Whether a memory fits the question better than any text does. */
export function isAboveChance(evidence: Evidence): boolean {
  return evidence.share >= LEAST_SHARE || relevanceOf({ ...evidence, memories: 1 }) >= CHANCE;
}
