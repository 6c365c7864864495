import { namespaceName } from '@somabrain/memory';
import { z } from 'zod';

/** Where memories lie, in the words of the later releases. */
export const placeFields = {
  tenant: z.string().max(64).nullish().meta({
    description: 'The tenant of the request; an administrator of every tenant may name another one.',
  }),
  tenant_id: z.string().max(64).nullish().meta({ description: 'Other spelling of `tenant`.' }),
  namespace: namespaceName.nullish().meta({ description: 'Default: `default`.' }),
  universe: namespaceName.nullish().meta({ description: 'Used as the namespace if `namespace` is absent.' }),
};
