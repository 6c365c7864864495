import type { Domain } from '../integration/integrate';
import type { Segmented } from './segmentation';

/** Who leads, and since when. */
export interface LeaderState {
  readonly leader: Domain;
  /** Milliseconds since the Unix epoch. */
  readonly since: number;
}

/** A segment ends when another domain takes the lead, or when one has led for `maxDwellMs` (0: however long). */
export function segmentByLeader(
  state: LeaderState | null,
  { leader, at }: { readonly leader: Domain; readonly at: number },
  maxDwellMs: number,
): Segmented<LeaderState> {
  if (!state) return { state: { leader, since: at }, boundary: null };
  const dwellMs = at - state.since;
  const changed = leader !== state.leader;
  if (!changed && (maxDwellMs === 0 || dwellMs < maxDwellMs)) return { state, boundary: null };
  return {
    state: { leader, since: at },
    boundary: { domain: state.leader, at, dwellMs, evidence: changed ? 'leader_change' : 'max_dwell' },
  };
}
