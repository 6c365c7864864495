import { z } from 'zod';
import { nextCursor } from './cursor';
import { MemoryAnswer } from './memory-answers';
import { dateTime } from './memory-members';

/** The answer to `GET /memories`. */
export const MemoryPageAnswer = z
  .object({
    items: z.array(MemoryAnswer),
    next_cursor: nextCursor,
    total: z.int().optional().meta({ description: 'Number of matching items; present only if requested.' }),
  })
  .meta({ id: 'MemoryPage' });

const version = MemoryAnswer.and(
  z.object({
    recorded_at: dateTime,
    replaced_at: dateTime.optional().meta({ description: 'Absent for the present version.' }),
  }),
).meta({ id: 'MemoryVersion' });

/** The answer to `GET /memories/{id}/history`. */
export const HistoryAnswer = z
  .object({
    items: z.array(version).meta({ description: 'The present version first.' }),
    next_cursor: nextCursor,
  })
  .meta({ id: 'MemoryHistory' });

/** The answer to `POST /forget`. */
export const ForgetAnswer = z
  .object({
    ok: z.literal(true),
    success: z.literal(true),
    dry_run: z.boolean(),
    matched: z.int().meta({ description: 'Memories that met the conditions.' }),
    derived: z.int().meta({ description: 'Memories derived from those.' }),
    forgotten: z.int().meta({ description: 'Both together.' }),
    stores: z.object({
      memories: z.int(),
      memory_versions: z.int(),
      memory_vectors: z.int(),
      memory_links: z.int(),
      memory_feedback: z.int(),
    }),
    digest: z.string().meta({ description: 'SHA-256 over the sorted ids.' }),
    audit_id: z.string().nullable().meta({ description: 'The audit record; null for a dry run.' }),
    expires_later: z.array(z.string()).meta({ description: 'Copies that are deleted later, and when.' }),
    tenant: z.string(),
    trace_id: z.string(),
  })
  .meta({ id: 'ForgetReceipt' });

/** The answer to the original's deletes. */
export const DeletedAnswer = z.object({ ok: z.literal(true) }).meta({ id: 'Deleted' });

export type MemoryPageAnswer = z.infer<typeof MemoryPageAnswer>;
export type HistoryAnswer = z.infer<typeof HistoryAnswer>;
export type ForgetAnswer = z.infer<typeof ForgetAnswer>;
export type DeletedAnswer = z.infer<typeof DeletedAnswer>;
