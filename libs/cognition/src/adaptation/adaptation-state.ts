/** What weighs a memory for a prompt: closeness, links, recency; and how sharply (tau: the lower, the sharper). */
export interface RetrievalWeights {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly tau: number;
}

/** The weights of a prompt: benefit of its memories, cost of its length, cost of their number. */
export interface UtilityWeights {
  readonly lambda: number;
  readonly mu: number;
  readonly nu: number;
}

/** Weights that feedback moves. */
export const ADAPTED = ['alpha', 'gamma', 'lambda', 'mu', 'nu'] as const;
export type Adapted = (typeof ADAPTED)[number];

/** The weights that the feedback of a tenant has set, with their gains and bounds. */
export interface AdaptationState {
  readonly retrieval: RetrievalWeights;
  readonly utility: UtilityWeights;
  readonly baseLearningRate: number;
  /** The rate of the last update; the base rate before the first. */
  readonly learningRate: number;
  /** How far a full signal moves each weight, in learning rates. */
  readonly gains: Readonly<Record<Adapted, number>>;
  readonly bounds: Readonly<Record<Adapted, readonly [least: number, most: number]>>;
}

/** Before any feedback. Values are the original's. */
export const INITIAL_STATE: AdaptationState = Object.freeze({
  retrieval: Object.freeze({ alpha: 1, beta: 0.2, gamma: 0.1, tau: 0.7 }),
  utility: Object.freeze({ lambda: 1, mu: 0.1, nu: 0.05 }),
  baseLearningRate: 0.05,
  learningRate: 0.05,
  gains: Object.freeze({ alpha: 1, gamma: -0.5, lambda: 1, mu: -0.25, nu: -0.25 }),
  bounds: Object.freeze({
    alpha: [0.1, 5],
    gamma: [0, 1],
    lambda: [0.1, 5],
    mu: [0.01, 5],
    nu: [0.01, 5],
  } as const),
});
