import { COMPARISONS, type Comparison, type FilterCondition } from './filter-expression';

/** Takes a value down as a parameter of the statement, and gives its place: `$3`. */
export type Parameter = (value: unknown) => string;

/** A condition with one of these operations. */
export type ConditionWith<Op extends FilterCondition['op']> = Extract<FilterCondition, { readonly op: Op }>;

export const SIGNS: Readonly<Record<Comparison, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** Whether a condition compares with one value: greater, less, or equal to either. */
export function isComparison(condition: FilterCondition): condition is ConditionWith<Comparison> {
  return COMPARISONS.some((comparison) => comparison === condition.op);
}

/** For conditions that `isSound` refuses. */
export function unknownCondition({ op, field }: FilterCondition): Error {
  return new Error(`The operation ${op} does not go with ${field}`);
}
