import { type Domain, DOMAINS } from '../integration/integrate';
import {
  type ChangePointSettings,
  type ChangePointState,
  segmentByChangePoint,
} from './change-point-segmenter';
import { type HazardSettings, type HazardState, segmentByHazard } from './hazard-segmenter';
import { type LeaderState, segmentByLeader } from './leader-segmenter';
import type { Boundary, SegmentMode, Segmented } from './segmentation';

/** What is known of a stream at one moment. */
export interface Moment {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly leader: Domain;
  readonly errors: Readonly<Partial<Record<Domain, number>>>;
}

export interface SegmentState {
  readonly leader: LeaderState | null;
  readonly changePoint: Readonly<Partial<Record<Domain, ChangePointState>>>;
  readonly hazard: Readonly<Partial<Record<Domain, HazardState>>>;
}

export interface SegmentSettings {
  readonly mode: SegmentMode;
  readonly changePoint: ChangePointSettings;
  readonly hazard: HazardSettings;
}

export const NO_SEGMENT: SegmentState = Object.freeze({ leader: null, changePoint: {}, hazard: {} });

/** Whether a segment ends at this moment, by the mode; of several domains that say so, the first counts. */
export function segment(
  state: SegmentState,
  moment: Moment,
  settings: SegmentSettings,
): Segmented<SegmentState> {
  const { mode, changePoint, hazard } = settings;
  switch (mode) {
    case 'leader': {
      const { state: leader, boundary } = segmentByLeader(state.leader, moment, changePoint.maxDwellMs);
      return { state: { ...state, leader }, boundary };
    }
    case 'cpd': {
      const { states, boundary } = inEachDomain(moment, state.changePoint, (before, observation) =>
        segmentByChangePoint(before, observation, changePoint),
      );
      return { state: { ...state, changePoint: states }, boundary };
    }
    case 'hazard': {
      const { states, boundary } = inEachDomain(moment, state.hazard, (before, observation) =>
        segmentByHazard(before, observation, hazard),
      );
      return { state: { ...state, hazard: states }, boundary };
    }
  }
}

/** What the segmenters of all domains know of the last boundary. */
interface SinceBoundary {
  readonly since: number;
  readonly bounded: boolean;
}

function inEachDomain<State extends SinceBoundary>(
  { at, errors }: Moment,
  before: Readonly<Partial<Record<Domain, State>>>,
  step: (state: State | null, observation: { domain: Domain; error: number; at: number }) => Segmented<State>,
): { states: Partial<Record<Domain, State>>; boundary: Boundary | null } {
  const states = { ...before };
  let first: Boundary | null = null;
  for (const domain of DOMAINS) {
    const error = errors[domain];
    if (error === undefined) continue;
    const { state, boundary } = step(before[domain] ?? null, { domain, error, at });
    states[domain] = state;
    first ??= boundary;
  }
  if (first === null) return { states, boundary: null };
  // It is the end of a segment for all of them: each keeps its distance from it.
  for (const domain of DOMAINS) {
    const state = states[domain];
    if (state) states[domain] = { ...state, since: at, bounded: true };
  }
  return { states, boundary: first };
}
