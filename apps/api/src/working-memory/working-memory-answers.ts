import { z } from 'zod';
import { MemoryAnswer } from '../memory/memory-answers';

/** The answer to `GET /working-memory/{session_id}`. */
export const WorkingMemoryAnswer = z
  .object({
    session_id: z.string(),
    tenant: z.string(),
    capacity: z.int().meta({ description: 'Memories that a session has in mind at once.' }),
    ttl_seconds: z.int().meta({ description: 'How long it has each.' }),
    items: z
      .array(
        z.object({
          ...MemoryAnswer.shape,
          novelty: z.number().meta({ description: 'How unlike it was to all that was in mind, 0 to 1.' }),
          reward: z.number().meta({ description: 'What its importance is worth, 0 to 1.' }),
          salience: z
            .number()
            .meta({ description: '0.6 novelty + 0.3 reward + 0.1 recency: the least goes first.' }),
          age_seconds: z.number().meta({ description: 'Since it came to mind, or came again.' }),
        }),
      )
      .meta({ description: 'The youngest first.' }),
  })
  .meta({ id: 'WorkingMemory' });

/** The answer to `DELETE /working-memory/{session_id}`. */
export const ClearedAnswer = z
  .object({
    ok: z.literal(true),
    cleared: z.int().meta({ description: 'Memories that it had in mind; they are still stored.' }),
    trace_id: z.string(),
  })
  .meta({ id: 'WorkingMemoryCleared' });

export type ClearedAnswer = z.infer<typeof ClearedAnswer>;
export type WorkingMemoryAnswer = z.infer<typeof WorkingMemoryAnswer>;
