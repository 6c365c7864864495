import type { Page, Scope } from '@somabrain/memory';
import { z } from 'zod';
import { nextCursor } from '../memory/cursor';

/** The answer to `GET /namespaces`, `/users`, `/agents`, `/sessions` and `/tags`. */
export const ScopesAnswer = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        memories: z.int().meta({ description: 'How many memories it has.' }),
        last_used_at: z
          .string()
          .meta({ format: 'date-time', description: 'When one of them was last stored or changed.' }),
      }),
    ),
    next_cursor: nextCursor,
  })
  .meta({ id: 'Scopes' });

export type ScopesAnswer = z.infer<typeof ScopesAnswer>;

export function toScopesAnswer({ items, nextCursor: next }: Page<Scope>): ScopesAnswer {
  return {
    items: items.map(({ name, memories, lastUsedAt }) => ({
      name,
      memories,
      last_used_at: new Date(lastUsedAt).toISOString(),
    })),
    next_cursor: next,
  };
}
