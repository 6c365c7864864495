import type { FilterCondition, FilterScalar } from './filter-expression';
import { isComparison, type Parameter, SIGNS, unknownCondition } from './sql-parts';

/** A condition on a column of texts. */
export function textCondition(condition: FilterCondition, parameter: Parameter): string {
  const column = `m.${condition.field}`;
  if (condition.op === 'in')
    return orMissing(
      condition.values,
      `${column} is null`,
      (texts) => `${column} = any (${parameter(texts)}::text[])`,
    );
  if (condition.op === 'contains') return `strpos(${column}, ${parameter(condition.value)}) > 0`;
  if (condition.op === 'prefix') return `starts_with(${column}, ${parameter(condition.value)})`;
  if (condition.op === 'exists') return `${column} is not null`;
  throw unknownCondition(condition);
}

/** The SQL of a condition on tags. */
export function tagCondition(condition: FilterCondition, parameter: Parameter): string {
  const none = 'jsonb_array_length(m.tags) = 0';
  if (condition.op === 'in')
    return orMissing(condition.values, none, (tags) => `m.tags ?| ${parameter(tags)}::text[]`);
  if (condition.op === 'all') return `m.tags ?& ${parameter(condition.values)}::text[]`;
  if (condition.op === 'contains') return `m.tags ?| ${parameter([condition.value])}::text[]`;
  if (condition.op === 'exists') return `not ${none}`;
  if (condition.op !== 'prefix') throw unknownCondition(condition);
  const begins = `starts_with(tag, ${parameter(condition.value)})`;
  return `exists (select from jsonb_array_elements_text(m.tags) tag where ${begins})`;
}

/** A condition on the importance, which every memory has. */
export function numberCondition(condition: FilterCondition, parameter: Parameter): string {
  if (condition.op === 'in')
    return orMissing(
      condition.values,
      'false',
      (numbers) => `m.importance = any (${parameter(numbers)}::double precision[])`,
    );
  if (condition.op === 'exists') return 'true';
  if (!isComparison(condition)) throw unknownCondition(condition);
  return `m.importance ${SIGNS[condition.op]} ${parameter(condition.value)}::double precision`;
}

/** The SQL of a condition on a time. */
export function timeCondition(condition: FilterCondition, parameter: Parameter): string {
  const column = `m.${condition.field}`;
  // As `occurred_after` always did: the time of the write stands in where that of the event is not known. Times are compared as they are
  // shown, in whole milliseconds.
  const time = `date_trunc('milliseconds', coalesce(${column}, m.created_at))`;
  if (condition.op === 'in') {
    const among = (times: readonly FilterScalar[]) =>
      `${time} = any (${parameter(times.map(dateOf))}::timestamptz[])`;
    return orMissing(condition.values, `${column} is null`, among);
  }
  if (condition.op === 'exists') return `${column} is not null`;
  if (!isComparison(condition)) throw unknownCondition(condition);
  return `${time} ${SIGNS[condition.op]} ${parameter(dateOf(condition.value))}::timestamptz`;
}

/** @param among the condition for values that are there; null among the wanted ones stands for none */
function orMissing(
  wanted: readonly FilterScalar[],
  missing: string,
  among: (values: readonly FilterScalar[]) => string,
): string {
  const present = among(wanted.filter((value) => value !== null));
  return wanted.includes(null) ? `(${present} or ${missing})` : present;
}

/** @param time milliseconds since the Unix epoch */
function dateOf(time: FilterScalar): Date {
  return new Date(Number(time));
}
