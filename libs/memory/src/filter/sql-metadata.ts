import type { FilterCondition } from './filter-expression';
import { type ConditionWith, isComparison, type Parameter, SIGNS, unknownCondition } from './sql-parts';

/**
 * A condition on the values at a path of the metadata. Paths of Postgres are lax by default: they lead through lists, their conditions look at
 * the items of a list and of lists in it, and what cannot be compared does not fit.
 */
export function metadataCondition(
  path: readonly string[],
  condition: FilterCondition,
  parameter: Parameter,
): string {
  // Names are quoted as in JSON, which a path of Postgres reads.
  const at = `$${path.map((name) => `.${JSON.stringify(name)}`).join('')}`;
  const finds = (jsonPath: string, v?: unknown) =>
    `jsonb_path_exists(m.metadata, ${parameter(jsonPath)}::jsonpath, ${parameter(JSON.stringify({ v }))}::jsonb, true)`;
  if (condition.op === 'in') return finds(`${at} ? (@ == $v[*])`, condition.values);
  if (condition.op === 'prefix') return finds(`${at} ? (@ starts with $v)`, condition.value);
  if (condition.op === 'exists') return finds(at);
  if (condition.op === 'all') return holdsAll(`${at}[*][*]`, condition, parameter);
  if (condition.op === 'contains') return contains(at, condition, parameter);
  if (!isComparison(condition)) throw unknownCondition(condition);
  return finds(`${at} ? (@ ${SIGNS[condition.op]} $v)`, condition.value);
}

function holdsAll(items: string, { values }: ConditionWith<'all'>, parameter: Parameter): string {
  const found = `jsonb_path_query_array(m.metadata, ${parameter(items)}::jsonpath)`;
  return `${found} @> ${parameter(JSON.stringify(values))}::jsonb`;
}

function contains(at: string, { value }: ConditionWith<'contains'>, parameter: Parameter): string {
  const json = `${parameter(JSON.stringify(value))}::jsonb`;
  const inText = typeof value === 'string' ? `strpos(v #>> '{}', ${parameter(value)}) > 0` : 'false';
  const holds = `case jsonb_typeof(v) when 'array' then v @> ${json} when 'string' then ${inText} else v = ${json} end`;
  return `exists (select from jsonb_path_query(m.metadata, ${parameter(at)}::jsonpath) v where ${holds})`;
}
