import { z } from 'zod';
import { EARLIEST_MS, LATEST_MS } from '../validation/parse-time';
import { isSound, kindOf } from './field-kinds';
import {
  COMPARISONS,
  FILTER_BOUNDS,
  type FilterCondition,
  type FilterExpression,
  NAMED_FIELDS,
} from './filter-expression';

const path = z.string().min(1).max(FILTER_BOUNDS.path);
const field = z.union([z.enum(NAMED_FIELDS), z.templateLiteral(['metadata.', path])]);
const text = z.string().max(FILTER_BOUNDS.text);
const scalar = z.union([text, z.number(), z.boolean()]);
const condition = z
  .union([
    z.strictObject({
      field,
      op: z.enum(['in', 'all']),
      values: z.array(scalar.nullable()).max(FILTER_BOUNDS.items),
    }),
    z.strictObject({ field, op: z.enum(COMPARISONS), value: z.union([text, z.number()]) }),
    z.strictObject({ field, op: z.literal('contains'), value: scalar }),
    z.strictObject({ field, op: z.literal('prefix'), value: text }),
    z.strictObject({ field, op: z.literal('exists') }),
  ])
  .refine(isSound, { error: 'has an operator or a value that its field does not take' })
  .refine(hasTimes, { error: 'must have times in milliseconds since 1970' });

const parts = z
  .array(z.lazy(() => filterExpression))
  .min(1)
  .max(2 * FILTER_BOUNDS.items);

/** An expression as the API hands it to the memory service, which has parsed it. `storable` bounds how deep it goes. */
export const filterExpression: z.ZodType<FilterExpression> = z
  .union([
    z.strictObject({ and: parts }),
    z.strictObject({ or: parts }),
    z.strictObject({ not: z.lazy(() => filterExpression) }),
    condition,
  ])
  .meta({ id: 'FilterExpression', description: 'Conditions joined by and, or, and not.' });

/** Postgres knows fewer times than there are numbers. */
function hasTimes(given: FilterCondition): boolean {
  if (kindOf(given.field) !== 'time' || given.op === 'exists') return true;
  const values = 'values' in given ? given.values : [given.value];
  return values.every(
    (value) => value === null || (Number(value) >= EARLIEST_MS && Number(value) <= LATEST_MS),
  );
}
