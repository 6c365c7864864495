import {
  type ListQuery,
  memoryKey,
  memoryType,
  namespaceName,
  type PageQuery,
  scopeId,
  storable,
  tags,
  time,
} from '@somabrain/memory';
import { z } from 'zod';
import { toFilter } from './memory-filters';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** A parameter that may be given once. */
export const single = z.string({ error: 'may be given only once' });
const limit = single
  .regex(/^\d{1,9}$/, { error: `must be a whole number from 1 to ${MAX_LIMIT}` })
  .transform(Number)
  .pipe(z.int().min(1).max(MAX_LIMIT));
/** A parameter that may be repeated. */
const repeated = <Item extends z.ZodType>(items: z.ZodArray<Item>) =>
  z.preprocess((value) => (typeof value === 'string' ? [value] : value), items).optional();

/** Of every list. */
export const pageParameters = { limit: limit.optional(), cursor: single.optional() };

/** The query parameters of `GET /memories/{id}/history`. */
export const PageParameters = storable(z.strictObject(pageParameters)).transform(toPage);

/** The query parameters of `GET /memories`. */
export const ListParameters = storable(
  z.strictObject({
    ...pageParameters,
    namespace: single.pipe(namespaceName).optional(),
    key: single.pipe(memoryKey).optional(),
    user_id: single.pipe(scopeId).optional(),
    agent_id: single.pipe(scopeId).optional(),
    session_id: single.pipe(scopeId).optional(),
    tag: repeated(tags),
    memory_type: repeated(z.array(memoryType).max(64)),
    occurred_after: time.optional(),
    occurred_before: time.optional(),
    total: single.pipe(z.enum(['true', 'false'], { error: 'must be true or false' })).optional(),
  }),
).transform(({ namespace, key, tag, total, limit: most, cursor, ...conditions }): ListQuery => ({
  ...toPage({ limit: most, cursor }),
  namespace: namespace ?? null,
  key: key ?? null,
  filter: toFilter({ ...conditions, tags: tag }),
  total: total === 'true',
}));

/** The page that the parameters ask for. */
export function toPage(given: { limit?: number | undefined; cursor?: string | undefined }): PageQuery {
  return { limit: given.limit ?? DEFAULT_LIMIT, cursor: given.cursor ?? null };
}
