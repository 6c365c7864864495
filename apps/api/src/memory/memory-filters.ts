import {
  type FilterExpression,
  type MemoryFilter,
  NAMED_FIELDS,
  parseFilter,
  withDayBounds,
} from '@somabrain/memory';
import { z } from 'zod';
import { unknownField } from '@somabrain/http';
import { FILTERS_SCHEMA } from './memory-filters-schema';

/** What a filter may have beside its conditions on members of the metadata. */
const FILTER_NAMES = [
  ...NAMED_FIELDS,
  'metadata',
  'and',
  'or',
  'not',
  'occurred_after',
  'occurred_before',
  'created_after',
  'created_before',
];

/** Conditions on memories, as every route takes them. The result is null if they exclude nothing. */
export const memoryFilters = z
  .unknown()
  .transform((given, context): FilterExpression | null => {
    const { expression, issues } = parseFilter(given);
    for (const { path, message, unknown } of issues) {
      if (unknown === undefined) context.addIssue({ code: 'custom', path: [...path], message });
      else
        context.addIssue({
          code: 'unrecognized_keys',
          path: [...path],
          keys: [unknown],
          message: unknownField(unknown, FILTER_NAMES),
          input: {},
        });
    }
    return issues.length === 0 ? expression : z.NEVER;
  })
  .meta(FILTERS_SCHEMA);

/** The same as a text of JSON, for the query string. */
export const writtenFilters = z
  .string({ error: 'may be given only once' })
  .transform((written, context): unknown => {
    try {
      return JSON.parse(written);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON, percent-encoded: {"tags":["geo"]}' });
      return z.NEVER;
    }
  })
  .pipe(memoryFilters);

/** A filter of what was given: all of it must hold. */
export function toFilter(...given: readonly (FilterExpression | null | undefined)[]): MemoryFilter {
  const parts = given.filter((part) => part != null);
  const [first, ...others] = parts;
  if (first === undefined) return {};
  return { where: others.length === 0 ? first : { and: parts } };
}

/** `withDayBounds` of query parameters: their `filters` are a text of JSON. */
export function withWrittenDayBounds(parameters: unknown): unknown {
  const given = withDayBounds(parameters);
  if (typeof given !== 'object' || given === null || !('filters' in given)) return given;
  const { filters } = given;
  if (typeof filters !== 'string') return given;
  try {
    const read: unknown = withDayBounds({ ...given, filters: JSON.parse(filters) as unknown });
    return { ...given, filters: JSON.stringify((read as { readonly filters: unknown }).filters) };
  } catch {
    return given; // `writtenFilters` says what is wrong with it
  }
}
