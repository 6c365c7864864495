import type { Domain } from '../integration/integrate';

export type SegmentMode = 'leader' | 'cpd' | 'hazard';

/** Why a segment ended. */
export type BoundaryEvidence = 'leader_change' | 'max_dwell' | 'cpd' | 'hmm';

/** The end of a segment. */
export interface Boundary {
  readonly domain: Domain;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Since the boundary before, or since the first observation. */
  readonly dwellMs: number;
  readonly evidence: BoundaryEvidence;
}

/** The result of a segmenter for one observation. */
export interface Segmented<State> {
  readonly state: State;
  readonly boundary: Boundary | null;
}

/** Deviations below count as this: what hardly varies would make a boundary of every trifle. */
export interface DeviationSettings {
  readonly minSamples: number;
  readonly minStd: number;
  readonly minGapMs: number;
  /** 0: no segment ends for its length. */
  readonly maxDwellMs: number;
}
