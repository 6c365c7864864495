/** The figures that tune a tenant's learning, exploration and admission to working memory. Names and bounds are the original's. */
export interface Neuromodulators {
  /** The learning rate of feedback. */
  readonly dopamine: number;
  /** The half-life of recency. */
  readonly serotonin: number;
  /** Raises the threshold for entering working memory and for acting on a step, and lowers exploration. */
  readonly noradrenaline: number;
  /** Lets new memories enter working memory more easily. */
  readonly acetylcholine: number;
}

export type Neuromodulator = keyof Neuromodulators;

/** The levels at rest, which have no effect beyond the defaults of the original. */
export const RESTING: Neuromodulators = Object.freeze({
  dopamine: 0.4,
  serotonin: 0.5,
  noradrenaline: 0,
  acetylcholine: 0,
});

const MODULATOR_BOUNDS: Readonly<Record<Neuromodulator, readonly [number, number]>> = Object.freeze({
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
