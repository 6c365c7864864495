import type { Comparison, FilterCondition, FilterScalar } from './filter-expression';
import { type ConditionWith, isComparison, type Parameter, SIGNS, unknownCondition } from './sql-parts';

/** A condition on the values at a path of the metadata. */
export function metadataCondition(
  path: readonly string[],
  condition: FilterCondition,
  parameter: Parameter,
): string {
  // Names are quoted as in JSON, which a path of Postgres reads. Lax, as it is by default, it leads through lists.
  const at = `$${path.map((name) => `.${JSON.stringify(name)}`).join('')}`;
  const values = () => `jsonb_path_query(m.metadata, ${parameter(at)}::jsonpath)`;
  const items = (query = 'jsonb_path_query') => `${query}(m.metadata, ${parameter(`${at}[*]`)}::jsonpath)`;
  const some = (found: string, meets: string) => `exists (select from ${found} v where ${meets})`;
  if (condition.op === 'in')
    return some(items(), `v = any (${parameter(condition.values.map(jsonOf))}::jsonb[])`);
  if (condition.op === 'all')
    return `${items('jsonb_path_query_array')} @> ${parameter(JSON.stringify(condition.values))}::jsonb`;
  if (condition.op === 'contains') return some(values(), containsSql(condition, parameter));
  if (condition.op === 'exists') return `jsonb_path_exists(m.metadata, ${parameter(at)}::jsonpath)`;
  if (condition.op === 'prefix')
    return some(items(), `${IS_TEXT} and starts_with(${TEXT}, ${parameter(condition.value)})`);
  if (!isComparison(condition)) throw unknownCondition(condition);
  return some(items(), comparesSql(condition, parameter));
}

const IS_TEXT = `jsonb_typeof(v) = 'string'`;
const TEXT = `(v #>> '{}')`;

function containsSql({ value }: ConditionWith<'contains'>, parameter: Parameter): string {
  const json = `${parameter(jsonOf(value))}::jsonb`;
  const inText = typeof value === 'string' ? `strpos(${TEXT}, ${parameter(value)}) > 0` : 'false';
  return `case jsonb_typeof(v) when 'array' then v @> ${json} when 'string' then ${inText} else v = ${json} end`;
}

/** Numbers compare with numbers, and texts with texts, by their code points. */
function comparesSql({ op, value }: ConditionWith<Comparison>, parameter: Parameter): string {
  return typeof value === 'number'
    ? `jsonb_typeof(v) = 'number' and v ${SIGNS[op]} ${parameter(jsonOf(value))}::jsonb`
    : `${IS_TEXT} and ${TEXT} collate "C" ${SIGNS[op]} ${parameter(value)}`;
}

function jsonOf(value: FilterScalar): string {
  return JSON.stringify(value);
}
