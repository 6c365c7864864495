import type { CognitionRole } from './cognition-roles';

/** What the loop does, and how. */
export interface CognitiveLoopConfiguration {
  /** Whether there is a loop at all. */
  readonly enabled: boolean;
  /** What this process does of it where it is one of the loop; in order. */
  readonly roles: readonly CognitionRole[];
  /** What is predicted. */
  readonly domains: readonly ('state' | 'agent' | 'action')[];
  /** Where a process of the loop answers /health and /metrics. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Begins the names of the consumer groups. */
  readonly consumerGroup: string;
  /** URL of the learner's process; null: none was named. */
  readonly learnerUrl: string | null;
  readonly predictor: {
    readonly method: 'chebyshev' | 'lanczos';
    readonly t: number;
    readonly confidenceAlpha: number;
    readonly chebyshevDegree: number;
    readonly lanczosSteps: number;
    /** Nodes of a graph. */
    readonly dimension: number;
  };
  readonly integrator: {
    readonly alpha: number;
    /** Whether confidence is taken from the error; else the one that was sent counts. */
    readonly enforceConfidence: boolean;
    /** Package of the policy, with dots, that may name another leader; null: none is asked. */
    readonly policy: string | null;
  };
  readonly segmentation: {
    readonly mode: 'leader' | 'cpd' | 'hazard';
    /** 0: no segment ends for its length. */
    readonly maxDwellMs: number;
    readonly minGapMs: number;
    readonly minStd: number;
    readonly changePoint: { readonly minSamples: number; readonly z: number };
    readonly hazard: { readonly minSamples: number; readonly lambda: number; readonly volatility: number };
  };
  readonly learner: { readonly alpha: number };
  readonly teach: { readonly remembered: number };
  /** Whether closed segments become memories. */
  readonly episodes: boolean;
  /** Whether predicted memories are admitted to the working memory of sessions. */
  readonly anticipation: boolean;
}
