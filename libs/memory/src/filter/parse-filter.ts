import {
  allOf,
  FILTER_BOUNDS,
  type FilterExpression,
  type FilterField,
  NAMED_FIELDS,
} from './filter-expression';
import { FilterIssues, type FilterIssue, isRecord, type Path } from './filter-issues';
import { OperandParser } from './parse-operand';

export interface ParsedFilter {
  /** Null: nothing is left out. */
  readonly expression: FilterExpression | null;
  /** What is wrong; then the expression means nothing. */
  readonly issues: readonly FilterIssue[];
}

/** Bounds of times by the names that they had before there was a language. */
const BOUNDS_OF_TIME: Readonly<Record<string, { field: FilterField; operator: string }>> = {
  occurred_after: { field: 'occurred_at', operator: 'gte' },
  occurred_before: { field: 'occurred_at', operator: 'lte' },
  created_after: { field: 'created_at', operator: 'gte' },
  created_before: { field: 'created_at', operator: 'lte' },
};

/**
 * Reads filters as callers write them: `{field: value}` or `{field: {operator: value}}`, joined by `and`, `or` and `not`. Members of one
 * object must all hold.
 */
export function parseFilter(given: unknown): ParsedFilter {
  const issues = new FilterIssues();
  const expression = allOf(new FilterParser(issues).members(given, [], 0));
  return { expression, issues: issues.found };
}

class FilterParser {
  private readonly operands: OperandParser;

  constructor(private readonly issues: FilterIssues) {
    this.operands = new OperandParser(issues);
  }

  /** @param depth levels of and, or and not around it */
  members(given: unknown, path: Path, depth: number): FilterExpression[] {
    if (!isRecord(given)) {
      this.issues.add(path, 'must be an object of conditions');
      return [];
    }
    return Object.entries(given).flatMap(([name, operand]) =>
      this.member(name, operand, [...path, name], depth),
    );
  }

  private member(name: string, operand: unknown, path: Path, depth: number): FilterExpression[] {
    if (operand === undefined || this.issues.tooMany) return [];
    // As in every other body, null stands for an optional field that is not there. Inside and, or, and not nothing is optional.
    if (operand === null && depth === 0 && !name.startsWith('metadata.')) return [];
    if (name === 'and' || name === 'or') return this.list(name, operand, path, depth + 1);
    if (name === 'not') return this.negated(operand, path, depth + 1);
    if (name === 'metadata') return this.operands.metadata(operand, path);
    if (name.startsWith('metadata.'))
      return this.operands.member(name.slice('metadata.'.length), operand, path);
    const bound = BOUNDS_OF_TIME[name];
    if (bound) return this.operands.operator(bound.field, bound.operator, operand, path);
    const field = NAMED_FIELDS.find((known) => known === name);
    if (field) return this.operands.operand(field, operand, path);
    this.issues.unknown(path.slice(0, -1), name);
    return [];
  }

  private list(join: 'and' | 'or', given: unknown, path: Path, depth: number): FilterExpression[] {
    if (!Array.isArray(given) || given.length === 0 || given.length > FILTER_BOUNDS.items) {
      this.issues.add(path, `must be a list of 1 to ${FILTER_BOUNDS.items} objects of conditions`);
      return [];
    }
    if (this.isTooDeep(path, depth)) return [];
    const parts = given.flatMap((item: unknown, index) => this.group(item, [...path, index], depth));
    return [join === 'and' ? { and: parts } : { or: parts }];
  }

  private negated(given: unknown, path: Path, depth: number): FilterExpression[] {
    if (this.isTooDeep(path, depth)) return [];
    return this.group(given, path, depth).map((part) => ({ not: part }));
  }

  /** One expression of an object, which must say something. */
  private group(given: unknown, path: Path, depth: number): FilterExpression[] {
    const before = this.issues.found.length;
    const expression = allOf(this.members(given, path, depth));
    if (expression) return [expression];
    if (this.issues.found.length === before) this.issues.add(path, 'must have at least one condition');
    return [];
  }

  private isTooDeep(path: Path, depth: number): boolean {
    const tooDeep = depth > FILTER_BOUNDS.depth;
    if (tooDeep) this.issues.add(path, `and, or, and not go at most ${FILTER_BOUNDS.depth} levels deep`);
    return tooDeep;
  }
}
