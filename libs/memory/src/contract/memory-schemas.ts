import { z } from 'zod';
import { KEPT_FIELDS } from '../memory';
import { memoryKey, namespaceName } from '../validation/fields';
import { linkType, linkWeight, memoryFields, memoryId, metadata, ttlSeconds } from './fields';

const nullableText = z.string().nullable();

/** A memory to store. */
export const newMemory = z
  .strictObject({
    ...memoryFields,
    ttlSeconds,
    links: z
      .array(
        z.strictObject({
          type: linkType,
          target: z.union([
            z.strictObject({ id: memoryId }),
            z.strictObject({ namespace: namespaceName, key: memoryKey }),
          ]),
          weight: linkWeight,
        }),
      )
      .max(100)
      .exactOptional(),
    keeps: z.array(z.enum(KEPT_FIELDS)).max(KEPT_FIELDS.length).exactOptional().meta({
      description:
        'Fields that an existing memory with the key or the same text keeps; of the metadata, the members that are not given.',
    }),
  })
  .meta({ id: 'NewMemory', description: 'A memory to store. Times are milliseconds since 1970.' });

/** A memory as it is stored. */
export const storedMemory = z
  .object({
    id: z.string(),
    version: z.int(),
    namespace: z.string(),
    key: nullableText,
    content: z.string(),
    metadata,
    userId: nullableText,
    agentId: nullableText,
    sessionId: nullableText,
    position: z.number().nullable(),
    speaker: nullableText,
    tags: z.array(z.string()),
    memoryType: z.string(),
    importance: z.number(),
    occurredAt: z.number().nullable(),
    createdAt: z.number(),
    updatedAt: z.number(),
    expiresAt: z.number().nullable(),
    closed: z
      .object({ reason: z.string(), supersededBy: nullableText, validUntil: z.number(), run: z.string() })
      .nullable()
      .default(null),
  })
  .meta({ id: 'StoredMemory', description: 'A memory. Times are milliseconds since 1970.' });

/** A memory after a change. */
export const changedMemory = z
  .object({ memory: storedMemory, replayed: z.boolean() })
  .meta({ id: 'Changed' });

export const nextCursor = z.string().nullable();
