import type { JsonObject } from '@somabrain/kernel';
import { z } from 'zod';
import { filterExpression } from '../filter/filter-schema';
import { LINK_TYPES, MAX_WEIGHT } from '../links/link';
import { memoryContent } from '../validation/content';
import {
  memoryKey,
  memoryType,
  namespaceName,
  scopeId,
  tags,
  text,
  ttlSeconds as ttl,
} from '../validation/fields';
import { EARLIEST_MS, LATEST_MS } from '../validation/parse-time';

/** Milliseconds since the Unix epoch. */
export const instant = z.int().min(EARLIEST_MS).max(LATEST_MS);
export const memoryId = z.guid({ error: 'must be the id of a memory' });
/** Which part of a list. */
export const page = { limit: z.int().min(1).max(500), cursor: z.string().max(4_096).nullable() };
export const linkType = z.enum(LINK_TYPES);
export const linkWeight = z.number().min(0).max(MAX_WEIGHT);
export const metadata = z.looseObject({}).transform((members) => members as JsonObject);

/** What a caller says of a memory. */
export const memoryFields = {
  namespace: namespaceName,
  key: memoryKey.nullable(),
  content: memoryContent,
  metadata,
  userId: scopeId.nullable(),
  agentId: scopeId.nullable(),
  sessionId: scopeId.nullable(),
  position: z.int().min(0).nullable(),
  speaker: scopeId.nullable(),
  tags,
  memoryType,
  importance: z.number().min(0).max(1_000_000),
  occurredAt: instant.nullable(),
};

export const ttlSeconds = ttl.nullable();

export const memoryFilter = z
  .strictObject({
    where: filterExpression.exactOptional(),
    userId: scopeId.exactOptional(),
    agentId: scopeId.exactOptional(),
    sessionId: scopeId.exactOptional(),
    tags: tags.exactOptional(),
    memoryTypes: z.array(memoryType).max(64).exactOptional(),
    metadata: z.record(text(1, 256), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
    occurredAfter: instant.exactOptional(),
    occurredBefore: instant.exactOptional(),
  })
  .meta({ id: 'MemoryFilter', description: 'Every given condition must hold.' });

/** Whose memories a request is about. */
export const ownerFields = { userId: scopeId.exactOptional(), agentId: scopeId.exactOptional() };

export const memoryAddress = z.union([
  z.strictObject({ id: memoryId }),
  z.strictObject({ namespace: namespaceName, key: memoryKey }),
  z.strictObject({ coordinate: z.string().max(64) }),
]);
