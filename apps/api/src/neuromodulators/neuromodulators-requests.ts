import type { Neuromodulators, Traits } from '@somabrain/cognition';
import { storable, text } from '@somabrain/memory';
import { z } from 'zod';

const MOST_TRAITS = 64;
const level = z.number().nullish();

/** The body of `POST /neuromodulators`. */
export const NeuromodulatorsRequest = storable(
  z
    .strictObject({
      dopamine: level.meta({ description: 'The learning rate of feedback: 0 to 0.8.' }),
      serotonin: level.meta({ description: 'The half-life of recency: 0 to 1.' }),
      noradrenaline: level.meta({
        description: 'Raises the threshold for working memory and for acting on a step: 0 to 0.1.',
      }),
      acetylcholine: level.meta({
        description: 'Lets new memories enter working memory more easily: 0 to 0.5.',
      }),
    })
    .meta({
      id: 'NeuromodulatorLevels',
      description: 'Levels beyond their bounds are clamped; absent ones stay.',
    }),
).transform((levels): Partial<Neuromodulators> =>
  Object.fromEntries(Object.entries(levels).filter(([, value]) => value != null)),
);

/** The body of `POST /personality`. */
export const PersonalityRequest = storable(
  z
    .strictObject({
      traits: z
        .record(text(1, 64), z.number().min(0).max(1))
        .refine((traits) => Object.keys(traits).length <= MOST_TRAITS, {
          error: `must not have more than ${MOST_TRAITS} traits`,
        })
        .meta({
          description:
            '0 to 1 each. `curiosity`, `risk_tolerance`, `reward_seeking` and `calm` set neuromodulators; others are kept.',
        }),
    })
    .meta({ id: 'Personality', description: 'Traits of the tenant; they replace the earlier ones.' }),
).transform(({ traits }): Traits => traits);
