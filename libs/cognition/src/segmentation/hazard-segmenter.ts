import type { Domain } from '../integration/integrate';
import { deviationOf, include, NO_STATISTICS, type RunningStatistics } from './running-statistics';
import type { Boundary, DeviationSettings, Segmented } from './segmentation';

/** Statistics of the errors of a domain, and the probability that they are volatile. */
export interface HazardState {
  readonly statistics: RunningStatistics;
  readonly volatile: boolean;
  /** Log-odds of volatile against stable, after the last observation. */
  readonly odds: number;
  /** Of the last boundary or the first observation, in milliseconds since the Unix epoch. */
  readonly since: number;
  /** Whether `since` is a boundary, which the next one keeps its distance from. */
  readonly bounded: boolean;
}

export interface HazardSettings extends DeviationSettings {
  /** Probability that the state changes between two observations. */
  readonly lambda: number;
  /** Ratio of the standard deviations of volatile and stable errors. */
  readonly volatility: number;
}

/** The bound of the log-odds, so that a long stable time does not outweigh a change. */
const MOST_ODDS = 10;

/** A segment ends when the likelier of two states, stable and volatile, becomes the other one: a hidden Markov model, filtered. */
export function segmentByHazard(
  state: HazardState | null,
  { domain, error, at }: { readonly domain: Domain; readonly error: number; readonly at: number },
  settings: HazardSettings,
): Segmented<HazardState> {
  const before = state ?? {
    statistics: NO_STATISTICS,
    volatile: false,
    odds: -MOST_ODDS,
    since: at,
    bounded: false,
  };
  const dwellMs = at - before.since;
  const end = (evidence: Boundary['evidence'], volatile: boolean, odds: number): Segmented<HazardState> => ({
    state: { statistics: NO_STATISTICS, volatile, odds, since: at, bounded: true },
    boundary: { domain, at, dwellMs, evidence },
  });
  if (settings.maxDwellMs > 0 && dwellMs >= settings.maxDwellMs)
    return end('max_dwell', before.volatile, before.odds);
  const { statistics } = before;
  if (statistics.count < settings.minSamples) {
    return { state: { ...before, statistics: include(statistics, error) }, boundary: null };
  }
  const odds = filtered(before, error, settings);
  const volatile = odds > 0;
  if (volatile === before.volatile) {
    return { state: { ...before, odds, statistics: include(statistics, error) }, boundary: null };
  }
  if (before.bounded && dwellMs < settings.minGapMs) return { state: before, boundary: null };
  return end('hmm', volatile, odds);
}

/** One step of the forward filter: what was likely, after the chance of a change, times what the error is likely under each state. */
function filtered({ statistics, odds }: HazardState, error: number, settings: HazardSettings): number {
  const { lambda, volatility, minStd } = settings;
  const wasVolatile = 1 / (1 + Math.exp(-odds));
  const isVolatile = wasVolatile * (1 - lambda) + (1 - wasVolatile) * lambda;
  const deviation = deviationOf(statistics, minStd);
  const z = (error - statistics.mean) / deviation;
  const evidence = (z * z) / 2 - (z * z) / (2 * volatility * volatility) - Math.log(volatility);
  const after = Math.log(isVolatile / (1 - isVolatile)) + evidence;
  return Math.min(MOST_ODDS, Math.max(-MOST_ODDS, after));
}
