/** What tunes a tenant's learning, exploration and admission. Names and clamps are the original's. */
export interface Neuromodulators {
  /** How fast feedback is learnt from. */
  readonly dopamine: number;
  /** How far back what is recent reaches. */
  readonly serotonin: number;
  /** How much has to speak for something before it comes to mind or is acted on, and how little is tried out. */
  readonly noradrenaline: number;
  /** How readily what is new is taken in. */
  readonly acetylcholine: number;
}

export type Neuromodulator = keyof Neuromodulators;

/** At rest: then each has no effect but the original's. */
export const RESTING: Neuromodulators = Object.freeze({
  dopamine: 0.4,
  serotonin: 0.5,
  noradrenaline: 0,
  acetylcholine: 0,
});

export const MODULATOR_BOUNDS: Readonly<Record<Neuromodulator, readonly [number, number]>> = Object.freeze({
  dopamine: [0, 0.8],
  serotonin: [0, 1],
  noradrenaline: [0, 0.1],
  acetylcholine: [0, 0.5],
});

/** The levels, each within its bounds. */
export function clampModulators(levels: Neuromodulators): Neuromodulators {
  const clamped = (name: Neuromodulator): number => {
    const [least, most] = MODULATOR_BOUNDS[name];
    return Math.min(most, Math.max(least, levels[name]));
  };
  return {
    dopamine: clamped('dopamine'),
    serotonin: clamped('serotonin'),
    noradrenaline: clamped('noradrenaline'),
    acetylcholine: clamped('acetylcholine'),
  };
}
