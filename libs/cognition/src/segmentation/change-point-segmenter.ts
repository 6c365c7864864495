import type { Domain } from '../integration/integrate';
import { deviationOf, include, NO_STATISTICS, type RunningStatistics } from './running-statistics';
import type { Boundary, DeviationSettings, Segmented } from './segmentation';

/** Statistics of the errors of a domain since its last boundary. */
export interface ChangePointState {
  readonly statistics: RunningStatistics;
  /** Of the last boundary or the first observation, in milliseconds since the Unix epoch. */
  readonly since: number;
  /** Whether `since` is a boundary, which the next one keeps its distance from. */
  readonly bounded: boolean;
}

export interface ChangePointSettings extends DeviationSettings {
  /** Deviations from the mean that end a segment. */
  readonly z: number;
}

/** A segment ends when an error is unlike those since the last boundary. */
export function segmentByChangePoint(
  state: ChangePointState | null,
  { domain, error, at }: { readonly domain: Domain; readonly error: number; readonly at: number },
  settings: ChangePointSettings,
): Segmented<ChangePointState> {
  const before = state ?? { statistics: NO_STATISTICS, since: at, bounded: false };
  const dwellMs = at - before.since;
  const end = (evidence: Boundary['evidence']): Segmented<ChangePointState> => ({
    state: { statistics: NO_STATISTICS, since: at, bounded: true },
    boundary: { domain, at, dwellMs, evidence },
  });
  if (settings.maxDwellMs > 0 && dwellMs >= settings.maxDwellMs) return end('max_dwell');
  const { statistics } = before;
  const score = Math.abs(error - statistics.mean) / deviationOf(statistics, settings.minStd);
  if (statistics.count < settings.minSamples || score < settings.z) {
    return { state: { ...before, statistics: include(statistics, error) }, boundary: null };
  }
  // Too soon after the last one: it neither ends a segment nor counts as what is usual.
  if (before.bounded && dwellMs < settings.minGapMs) return { state: before, boundary: null };
  return end('cpd');
}
