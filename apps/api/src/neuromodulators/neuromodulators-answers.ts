import { z } from 'zod';

/** The answer to `GET` and `POST /neuromodulators`. */
export const NeuromodulatorsAnswer = z
  .object({
    dopamine: z.number(),
    serotonin: z.number(),
    noradrenaline: z.number(),
    acetylcholine: z.number(),
  })
  .meta({ id: 'Neuromodulators' });

/** The answer to `POST /personality`. */
export const PersonalityAnswer = z
  .object({ traits: z.record(z.string(), z.number()), neuromodulators: NeuromodulatorsAnswer })
  .meta({ id: 'PersonalityAnswer' });

export type NeuromodulatorsAnswer = z.infer<typeof NeuromodulatorsAnswer>;
export type PersonalityAnswer = z.infer<typeof PersonalityAnswer>;
