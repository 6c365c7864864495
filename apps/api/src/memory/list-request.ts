import {
  type FilterExpression,
  LIST_SORTS,
  type ListQuery,
  type MemoryFilter,
  memoryKey,
  memoryType,
  namespaceName,
  type PageQuery,
  parseFilter,
  scopeId,
  storable,
  tags,
  time,
  timeZone,
} from '@somabrain/memory';
import { unknownField } from '@somabrain/http';
import { z } from 'zod';
import { memoryFilters, toFilter, withWrittenDayBounds, writtenFilters } from './memory-filters';

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

const listParameters = {
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
  created_after: time.optional(),
  created_before: time.optional(),
  time_zone: single.pipe(timeZone).optional(),
  filters: writtenFilters.optional(),
  sort: single.pipe(z.enum(LIST_SORTS, { error: `must be one of ${LIST_SORTS.join(', ')}` })).optional(),
  order: single.pipe(z.enum(['asc', 'desc'], { error: 'must be asc or desc' })).optional(),
  total: single.pipe(z.enum(['true', 'false'], { error: 'must be true or false' })).optional(),
};

/** The query parameters of `GET /memories`: those above, and members of the metadata as `metadata.status=open`. */
export const ListParameters = storable(z.looseObject(listParameters), withWrittenDayBounds).transform(
  (given, context): ListQuery => {
    const others = Object.keys(given).filter((name) => !Object.hasOwn(listParameters, name));
    const unknown = others.filter((name) => !name.startsWith('metadata.'));
    for (const name of unknown)
      context.addIssue({
        code: 'unrecognized_keys',
        keys: [name],
        message: unknownField(name, Object.keys(listParameters)),
        input: given,
      });
    const metadata = others.length > unknown.length ? membersOf(given, others, context) : null;
    return {
      ...toPage(given),
      namespace: given.namespace ?? null,
      key: given.key ?? null,
      filter: filterOf(given, metadata),
      ...((given.sort ?? given.order) && {
        order: { by: given.sort ?? null, descending: given.order !== 'asc' },
      }),
      total: given.total === 'true',
    };
  },
);

type Given = z.output<z.ZodObject<typeof listParameters>>;

function filterOf(given: Given, metadata: FilterExpression | null): MemoryFilter {
  return toFilter(
    parseFilter({
      user_id: given.user_id,
      agent_id: given.agent_id,
      session_id: given.session_id,
      tags: given.tag,
      ...(given.memory_type && { memory_type: given.memory_type }),
    }).expression,
    given.occurred_after === undefined
      ? null
      : { field: 'occurred_at', op: 'gte', value: given.occurred_after },
    given.occurred_before === undefined
      ? null
      : { field: 'occurred_at', op: 'lte', value: given.occurred_before },
    given.created_after === undefined ? null : { field: 'created_at', op: 'gte', value: given.created_after },
    given.created_before === undefined
      ? null
      : { field: 'created_at', op: 'lte', value: given.created_before },
    metadata,
    given.filters,
  );
}

/** Conditions on members of the metadata: each has one of the values that its parameter names. */
function membersOf(
  given: Readonly<Record<string, unknown>>,
  names: readonly string[],
  context: z.core.$RefinementCtx,
): FilterExpression | null {
  const members = names.map((name) => {
    const written: unknown[] = [given[name]].flat();
    return [name, { in: written.flatMap(readingsOfText) }] as const;
  });
  const { data, error } = memoryFilters.safeParse(Object.fromEntries(members));
  for (const issue of error?.issues ?? [])
    context.addIssue({ code: 'custom', path: issue.path.slice(0, 1), message: issue.message });
  return data ?? null;
}

/** What a text in a query string may mean: itself, or the number, true, false or null that it spells. */
function readingsOfText(written: unknown): unknown[] {
  if (typeof written !== 'string' || !/^(true|false|null|-?\d+(\.\d+)?)$/.test(written)) return [written];
  return [written, JSON.parse(written.replace(/^(-?)0+(?=\d)/, '$1'))];
}

/** The page that the parameters ask for. */
export function toPage(given: { limit?: number | undefined; cursor?: string | undefined }): PageQuery {
  return { limit: given.limit ?? DEFAULT_LIMIT, cursor: given.cursor ?? null };
}
