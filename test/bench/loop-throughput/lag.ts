import type { Place } from '../../stack/support/group-places';

/** Where a group was at a time. */
export interface PlaceAt {
  readonly seconds: number;
  readonly place: Place;
}

/** What became of the messages that wait for a group. */
export interface Lag {
  readonly start: number;
  readonly middle: number;
  readonly end: number;
  readonly most: number;
  readonly grew: boolean;
  readonly perSecond: Place;
}

/** What arrives in so many seconds may come and go. */
const JITTER_SECONDS = 0.5;

/** It grew where it is higher in the last third than in the second, by more than what arrives in half a second. @param samples at least three */
export function lagOf(samples: readonly PlaceAt[]): Lag {
  const lags = samples.map(({ place }) => place.arrived - place.taken);
  const third = Math.floor(samples.length / 3);
  const [first, last] = [samples[0]!, samples[samples.length - 1]!];
  const seconds = last.seconds - first.seconds;
  const perSecond = {
    arrived: (last.place.arrived - first.place.arrived) / seconds,
    taken: (last.place.taken - first.place.taken) / seconds,
  };
  const growth = mean(lags.slice(-third)) - mean(lags.slice(third, 2 * third));
  return {
    start: lags[0]!,
    middle: lags[Math.floor(lags.length / 2)]!,
    end: lags[lags.length - 1]!,
    most: Math.max(...lags),
    grew: growth > JITTER_SECONDS * perSecond.arrived,
    perSecond,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
