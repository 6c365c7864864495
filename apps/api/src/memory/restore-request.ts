import { memoryVersion } from '@somabrain/memory';
import { z } from 'zod';

/** The body of `POST /memories/{id}/restore`. */
export const RestoreRequest = z
  .strictObject({
    version: memoryVersion.nullish().meta({ description: 'Default: the version before the present one.' }),
  })
  .meta({ id: 'RestoreRequest', description: 'The version to restore.' })
  .transform(({ version }) => ({ version: version ?? null }));

export type RestoreInput = z.output<typeof RestoreRequest>;
