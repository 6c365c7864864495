import type { RetrievalWeights } from '../adaptation/adaptation-state';

/** What speaks for a memory in a prompt, each 0 to 1. */
export interface ContextSignals {
  /** Its score, relative to the best. */
  readonly closeness: number;
  /** What links from other candidates bring. */
  readonly links: number;
  readonly recency: number;
}

/** How sharp weights may become by what candidates repeat. */
const TAU_BOUNDS = [0.4, 1.2] as const;
const TAU_UP = 0.1;
const TAU_DOWN = 0.05;
const REPEATED = 0.5;
/** So that noradrenaline at its most halves tau: then prompts hardly try out what is not the best. */
const TAU_OF_NORADRENALINE = 5;

/** alpha × closeness + beta × links + gamma × recency. */
export function relevanceOf(
  { closeness, links, recency }: ContextSignals,
  { alpha, beta, gamma }: Pick<RetrievalWeights, 'alpha' | 'beta' | 'gamma'>,
): number {
  return alpha * closeness + beta * links + gamma * recency;
}

/**
 * Softens the choice where candidates repeat each other and sharpens it where they do not.
 * @param repeated share of the candidates that say what another one says, 0 to 1
 */
export function tauFor(tau: number, repeated: number): number {
  const [least, most] = TAU_BOUNDS;
  return repeated > REPEATED
    ? Math.min(most, tau + TAU_UP * (repeated - REPEATED))
    : Math.max(least, tau - TAU_DOWN * (REPEATED - repeated));
}

/** Noradrenaline lowers tau: × (1 − 5 × noradrenaline). */
export function cautiousTau(tau: number, noradrenaline: number): number {
  return tau * (1 - TAU_OF_NORADRENALINE * noradrenaline);
}

/** Weights that sum to 1: the softmax of relevance / tau. */
export function softmax(relevances: readonly number[], tau: number): number[] {
  const most = Math.max(...relevances);
  const powers = relevances.map((relevance) => Math.exp((relevance - most) / tau));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
