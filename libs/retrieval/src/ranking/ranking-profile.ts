import type { RankingConstants } from './ranking-constants';

/** What a tenant's experience makes of the constants. The neutral one changes nothing. */
export interface RankingProfile {
  /** Factor on the weight of meaning beside words. */
  readonly dense: number;
  /** Added to the weight of recency. */
  readonly recency: number;
  /** Factor on the half-life of recency. */
  readonly halfLife: number;
}

export const NEUTRAL_PROFILE: RankingProfile = Object.freeze({ dense: 1, recency: 0, halfLife: 1 });

/** Within these a profile may move, whoever wrote it: the ranking stays one. */
export const PROFILE_BOUNDS: Readonly<Record<keyof RankingProfile, readonly [number, number]>> = {
  dense: [0.5, 1.5],
  recency: [0, 0.5],
  halfLife: [0.25, 4],
};

/** A profile from JSON, kept within its bounds; what is missing or no number is neutral. */
export function readProfile(json: unknown): RankingProfile {
  const given = (typeof json === 'object' && json !== null ? json : {}) as Partial<Record<string, unknown>>;
  const value = (name: keyof RankingProfile): number => {
    const [least, most] = PROFILE_BOUNDS[name];
    const number = given[name];
    return typeof number === 'number' && Number.isFinite(number)
      ? Math.min(most, Math.max(least, number))
      : NEUTRAL_PROFILE[name];
  };
  return { dense: value('dense'), recency: value('recency'), halfLife: value('halfLife') };
}

/** The constants as a profile makes them. */
export function adaptConstants(constants: RankingConstants, profile: RankingProfile): RankingConstants {
  return {
    ...constants,
    denseWeight: constants.denseWeight * profile.dense,
    recencyWeight: constants.recencyWeight + profile.recency,
    recencyHalfLifeDays: constants.recencyHalfLifeDays * profile.halfLife,
  };
}
