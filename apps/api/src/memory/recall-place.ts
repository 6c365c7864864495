import { MAX_NAMESPACES, namespaceName, namespacePattern, type RecallQuery } from '@somabrain/memory';
import { z } from 'zod';
import { namespaceOf } from './to-new-memory';

/** Fields that say where memories are looked for: in one namespace, or in several. */
export const recallPlaceFields = {
  namespace: namespacePattern.nullish().meta({
    description: 'Default: `default`. `org/*`: all that begin with `org/`, at most 16.',
  }),
  namespaces: z.array(namespacePattern).min(1).max(MAX_NAMESPACES).nullish().meta({
    description: 'Several namespaces instead, whose memories are ranked together.',
  }),
  universe: namespaceName
    .nullish()
    .meta({ deprecated: true, description: 'Older spelling of `namespace`; `real` is `default`.' }),
};

/** Of an answer. */
export const askedNamespaces = z
  .array(z.string())
  .optional()
  .meta({ description: 'The namespaces of the question, if there are several; `namespace` is then absent.' });

type Placed = Partial<z.output<z.ZodObject<typeof recallPlaceFields>>>;

/** Where to look; the namespace is null where the body names none, or several. */
export type RecallPlace = Pick<RecallQuery, 'namespaces'> & { readonly namespace: string | null };

/** Where a body says to look. One namespace beside several is an issue of `context`. */
export function recallPlaceOf(
  { namespace, namespaces, universe }: Placed,
  context: Pick<z.RefinementCtx, 'addIssue'>,
): RecallPlace {
  if (namespace != null && namespaces != null)
    context.addIssue({
      code: 'custom',
      path: ['namespaces'],
      message: 'must not be sent with namespace; send one of them',
    });
  if (namespaces != null) return { namespace: null, namespaces };
  if (namespace?.endsWith('*')) return { namespace: null, namespaces: [namespace] };
  return { namespace: namespace ?? namespaceOf(universe) };
}
