import { z } from 'zod';
import { MemoryAnswer } from '../memory/memory-answers';

const entry = MemoryAnswer.and(
  z.object({
    novelty: z
      .number()
      .meta({ description: 'How much it differed from the other working-memory entries, 0 to 1.' }),
    reward: z.number().meta({ description: 'Follows from its importance, 0 to 1.' }),
    salience: z.number().meta({
      description: '0.6 novelty + 0.3 reward + 0.1 recency. The least salient entry is evicted first.',
    }),
    age_seconds: z.number().meta({ description: 'Since it was last admitted to working memory.' }),
  }),
).meta({ id: 'WorkingMemoryEntry' });

/** The answer to `GET /working-memory/{session_id}`. */
export const WorkingMemoryAnswer = z
  .object({
    session_id: z.string(),
    tenant: z.string(),
    capacity: z.int().meta({ description: 'Working-memory entries that a session can hold.' }),
    ttl_seconds: z.int().meta({ description: 'Time to live of an entry.' }),
    items: z.array(entry).meta({ description: 'The youngest first.' }),
  })
  .meta({ id: 'WorkingMemory' });

/** The answer to `DELETE /working-memory/{session_id}`. */
export const ClearedAnswer = z
  .object({
    ok: z.literal(true),
    cleared: z.int().meta({ description: 'Entries removed from working memory. The memories stay stored.' }),
    trace_id: z.string(),
  })
  .meta({ id: 'WorkingMemoryCleared' });

export type ClearedAnswer = z.infer<typeof ClearedAnswer>;
export type WorkingMemoryAnswer = z.infer<typeof WorkingMemoryAnswer>;
