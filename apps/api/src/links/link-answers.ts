import { type Link, LINK_TYPES } from '@somabrain/memory';
import { z } from 'zod';
import { nextCursor } from '../memory/cursor';

/** The answer to `POST /link`. */
export const LinkAnswer = z
  .object({
    ok: z.literal(true),
    from_id: z.string().meta({ format: 'uuid' }),
    trace_id: z.string(),
  })
  .meta({ id: 'Linked' });

/** A link as answers show it. */
export const Edge = z
  .object({
    from: z.string().meta({ description: 'The key of the memory, or its id where it has none.' }),
    to: z.string().meta({ description: 'The same of the memory that the link leads to.' }),
    type: z.enum(LINK_TYPES),
    weight: z.number(),
    from_id: z.string().meta({ format: 'uuid' }),
    to_id: z.string().nullable().meta({ description: 'Null while no memory has the key.' }),
    from_namespace: z.string(),
    to_namespace: z.string(),
  })
  .meta({ id: 'Edge' });

/** The answer to `POST /graph/links`. */
export const LinksAnswer = z
  .object({
    edges: z.array(Edge),
    namespace: z.string(),
    universe: z.string().meta({ deprecated: true, description: 'The namespace; `default` is `real`.' }),
    next_cursor: nextCursor,
  })
  .meta({ id: 'Links' });

export type Edge = z.infer<typeof Edge>;
export type LinkAnswer = z.infer<typeof LinkAnswer>;
export type LinksAnswer = z.infer<typeof LinksAnswer>;

/** A link in the form of the answers. */
export function edgeOf(link: Link): Edge {
  return {
    from: link.sourceKey ?? link.sourceId,
    to: link.targetKey ?? link.targetId ?? '',
    type: link.type,
    weight: link.weight,
    from_id: link.sourceId,
    to_id: link.targetId,
    from_namespace: link.sourceNamespace,
    to_namespace: link.targetNamespace,
  };
}
