import { LINK_TYPES } from '@somabrain/memory';
import { z } from 'zod';

/** The answer to `POST /link`. */
export const LinkAnswer = z
  .object({
    ok: z.literal(true),
    from_id: z.string().meta({ format: 'uuid' }),
    trace_id: z.string(),
  })
  .meta({ id: 'Linked' });

/** The answer to `POST /graph/links`. */
export const LinksAnswer = z
  .object({
    edges: z.array(
      z.object({
        from: z.string().meta({ description: 'The key of the memory, or its id where it has none.' }),
        to: z.string().meta({ description: 'The same of the memory that the link leads to.' }),
        type: z.enum(LINK_TYPES),
        weight: z.number(),
        from_id: z.string().meta({ format: 'uuid' }),
        to_id: z.string().nullable().meta({ description: 'Null while no memory has the key.' }),
        from_namespace: z.string(),
        to_namespace: z.string(),
      }),
    ),
    namespace: z.string(),
    universe: z.string().meta({ deprecated: true, description: 'The namespace; `default` is `real`.' }),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'Links' });

export type LinkAnswer = z.infer<typeof LinkAnswer>;
export type LinksAnswer = z.infer<typeof LinksAnswer>;
