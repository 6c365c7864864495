import { z } from 'zod';
import { ProblemDocument } from '@somabrain/http';
import { dateTime, MEMORY_MEMBERS } from './memory-members';

const text = z.string();
const coordinate = z
  .string()
  .meta({ description: '"x,y,z", made of tenant, namespace and key (the id without a key).' });
const traceId = z.string().meta({ description: 'Finds the request in the logs.' });

const rememberedFields = {
  ok: z.literal(true),
  success: z.literal(true),
  id: z.string().meta({ format: 'uuid' }),
  memory_id: z.string().meta({ format: 'uuid', description: 'The same as `id`.' }),
  key: text.nullable(),
  coordinate,
  version: z.int(),
  status: z.enum(['created', 'deduplicated', 'updated']),
  namespace: text,
  tenant: text,
  created_at: dateTime,
  trace_id: traceId,
  queued: z.literal(false),
  breaker_open: z.literal(false),
};

/** The answer to `POST /remember`. */
export const RememberAnswer = z.object(rememberedFields).meta({ id: 'RememberAnswer' });

/** The answer to `POST /remember` while the memory service does not answer. */
export const QueuedAnswer = z
  .object({
    ...rememberedFields,
    id: z.string().meta({
      format: 'uuid',
      description:
        'Its id if it turns out to be new. A memory that has its key, or says the same, keeps its own.',
    }),
    version: z.null().meta({ description: 'Not known yet.' }),
    status: z.literal('queued'),
    created_at: dateTime.meta({ description: 'When it was accepted.' }),
    queued: z.literal(true),
    breaker_open: z.literal(true).meta({ description: 'The same as `queued`.' }),
  })
  .meta({ id: 'QueuedAnswer' });

const itemError = ProblemDocument.pick({ code: true, title: true, detail: true, errors: true }).meta({
  id: 'ItemProblem',
  description: 'Why an item failed.',
});

const itemFields = {
  index: z.int().meta({ description: 'Index of the item in the request, from 0.' }),
  id: z.string().nullable().meta({ description: 'Null for a failed item.' }),
  status: z.enum(['created', 'deduplicated', 'updated', 'failed']),
  error: itemError.optional(),
};
const batchItem = z.object(itemFields).meta({ id: 'RememberBatchItem' });
const queuedItem = z
  .object({ ...itemFields, status: z.enum(['created', 'deduplicated', 'updated', 'queued', 'failed']) })
  .meta({ id: 'QueuedBatchItem' });

const batchFields = {
  ok: z.boolean().meta({ description: 'Whether no item failed.' }),
  success: z.boolean().meta({ description: 'The same as `ok`.' }),
  stored: z.int().meta({ description: 'New memories.' }),
  updated: z.int(),
  deduplicated: z.int(),
  failed: z.int(),
  errors: z.array(text).meta({ description: 'A sentence for each failed item.' }),
  trace_id: traceId,
};
const IN_ORDER = { description: 'One for each item, in the order they were sent.' };

/** The answer to `POST /remember/batch`. */
export const BatchAnswer = z
  .object({ ...batchFields, results: z.array(batchItem).meta(IN_ORDER) })
  .meta({ id: 'RememberBatchAnswer' });

/** The answer to `POST /remember/batch` of which items wait in the journal. */
export const QueuedBatchAnswer = z
  .object({
    ...batchFields,
    queued: z.int().meta({ description: 'Accepted, to be stored when the memory service answers again.' }),
    results: z.array(queuedItem).meta(IN_ORDER),
  })
  .meta({ id: 'QueuedBatchAnswer' });

const closure = z
  .object({
    reason: text.meta({ description: 'The rule that closed it.' }),
    superseded_by: z
      .string()
      .optional()
      .meta({ format: 'uuid', description: 'The memory that holds instead.' }),
    valid_until: dateTime,
    run_id: z.string().meta({ format: 'uuid', description: 'The run that closed it.' }),
  })
  .meta({ id: 'MemoryClosure' });

/** The answer to `GET /memories/{id}`. What the memory does not have is absent. */
export const MemoryAnswer = z
  .object({
    id: z.string().meta({ format: 'uuid' }),
    content: text,
    namespace: text,
    ...MEMORY_MEMBERS,
    position: z.int().optional(),
    updated_at: dateTime,
    expires_at: dateTime.optional(),
    closed: closure.optional().meta({
      description: 'Whether the memory is superseded and no longer recalled. Absent while it is valid.',
    }),
  })
  .meta({ id: 'Memory', description: 'A memory as it is stored. Members without a value are absent.' });

export type RememberAnswer = z.infer<typeof RememberAnswer>;
export type QueuedAnswer = z.infer<typeof QueuedAnswer>;
export type BatchItemResult = z.infer<typeof queuedItem>;
export type BatchAnswer = z.infer<typeof BatchAnswer>;
export type QueuedBatchAnswer = z.infer<typeof QueuedBatchAnswer>;
export type MemoryAnswer = z.infer<typeof MemoryAnswer>;
