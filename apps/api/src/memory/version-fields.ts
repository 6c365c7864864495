import type { RecallQuery } from '@somabrain/memory';
import { z } from 'zod';

/** How memories that say the same are answered. */
export const versionFields = {
  history: z.boolean().nullish().meta({
    description:
      'false leaves out results that are `older`: a newer memory says the same with another value. Default: true.',
  }),
  diversity: z
    .number()
    .min(0)
    .max(1)
    .nullish()
    .meta({
      description:
        'How much of their scores the third and later wordings of one statement lose. 1 leaves them out, except those of another day; ' +
        '0 changes nothing. Default: 1.',
    }),
};

type VersionFields = Partial<z.output<z.ZodObject<typeof versionFields>>>;

/** The fields about versions and repetitions, as recall takes them. */
export function versionsOf({
  history,
  diversity,
}: VersionFields): Pick<RecallQuery, 'history' | 'diversity'> {
  return { ...(history != null && { history }), ...(diversity != null && { diversity }) };
}
