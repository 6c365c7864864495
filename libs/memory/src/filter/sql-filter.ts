import { kindOf } from './field-kinds';
import {
  type FilterCondition,
  type FilterExpression,
  isMetadataField,
  readingsOf,
} from './filter-expression';
import { numberCondition, tagCondition, textCondition, timeCondition } from './sql-columns';
import { metadataCondition } from './sql-metadata';
import type { Parameter } from './sql-parts';

/**
 * An expression as a condition on rows `m` of `memories`. All that callers wrote goes into parameters. `meetsExpression` says the same of a
 * memory that was read.
 */
export function sqlOf(expression: FilterExpression, parameter: Parameter): string {
  const joined = (expressions: readonly FilterExpression[], join: string) =>
    `(${expressions.map((part) => sqlOf(part, parameter)).join(join)})`;
  if ('and' in expression) return joined(expression.and, ' and ');
  if ('or' in expression) return joined(expression.or, ' or ');
  // A condition on a column without a value is null, which is as good as false until it is negated.
  if ('not' in expression) return `((${sqlOf(expression.not, parameter)}) is not true)`;
  return conditionOf(expression, parameter);
}

function conditionOf(condition: FilterCondition, parameter: Parameter): string {
  const { field } = condition;
  if (isMetadataField(field)) {
    const readings = readingsOf(field).map((path) => metadataCondition(path, condition, parameter));
    return `(${readings.join(' or ')})`;
  }
  const compilers = { text: textCondition, tags: tagCondition, number: numberCondition, time: timeCondition };
  const kind = kindOf(field);
  return compilers[kind === 'metadata' ? 'text' : kind](condition, parameter);
}
