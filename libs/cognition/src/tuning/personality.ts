import { clampModulators, type Neuromodulators, RESTING } from './neuromodulators';

/** Traits by name, each 0 to 1. Those below set neuromodulators; others are kept. */
export type Traits = Readonly<Record<string, number>>;

/** The trait that sets each neuromodulator, and how: the original's formulas. */
const EFFECTS = {
  acetylcholine: ['curiosity', (trait: number) => 0.02 + 0.08 * trait],
  noradrenaline: ['risk_tolerance', (trait: number) => 0.05 - 0.05 * trait],
  dopamine: ['reward_seeking', (trait: number) => 0.4 + 0.3 * trait],
  serotonin: ['calm', (trait: number) => RESTING.serotonin + 0.2 * trait],
} as const;

/** The levels as traits set them; those that no trait is about stay. */
export function modulatorsOf(traits: Traits, levels: Neuromodulators): Neuromodulators {
  const set = (name: keyof Neuromodulators): number => {
    const [trait, effect] = EFFECTS[name];
    const value = traits[trait];
    return value === undefined ? levels[name] : effect(Math.min(1, Math.max(0, value)));
  };
  return clampModulators({
    dopamine: set('dopamine'),
    serotonin: set('serotonin'),
    noradrenaline: set('noradrenaline'),
    acetylcholine: set('acetylcholine'),
  });
}
