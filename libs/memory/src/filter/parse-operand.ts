import { allows, kindOf } from './field-kinds';
import {
  COMPARISONS,
  type Comparison,
  FILTER_BOUNDS,
  type FilterExpression,
  type FilterField,
  type FilterScalar,
  type MetadataField,
} from './filter-expression';
import { type FilterIssues, isRecord, type Path } from './filter-issues';
import { valueOf } from './parse-value';

const LISTS = ['in', 'nin', 'any', 'none', 'all'] as const;
const OPERATORS = ['eq', 'ne', ...LISTS, ...COMPARISONS, 'exists', 'contains', 'prefix'] as const;
type Operator = (typeof OPERATORS)[number];

/** The operation that an operator means, and whether it is negated. */
const MEANINGS: Record<
  Operator,
  { op: Comparison | 'in' | 'all' | 'exists' | 'contains' | 'prefix'; not?: true }
> = {
  eq: { op: 'in' },
  ne: { op: 'in', not: true },
  in: { op: 'in' },
  nin: { op: 'in', not: true },
  any: { op: 'in' },
  none: { op: 'in', not: true },
  all: { op: 'all' },
  gt: { op: 'gt' },
  gte: { op: 'gte' },
  lt: { op: 'lt' },
  lte: { op: 'lte' },
  exists: { op: 'exists' },
  contains: { op: 'contains' },
  prefix: { op: 'prefix' },
};

/** Reads the operand of a field: a value, a list of values, or an object of operators. */
export class OperandParser {
  constructor(private readonly issues: FilterIssues) {}

  /** Reads a whole operand. @param given a value, a list of values, or an object of operators */
  operand(field: FilterField, given: unknown, path: Path): FilterExpression[] {
    if (Array.isArray(given)) {
      // An empty list of tags has always left out nothing.
      if (given.length === 0 && field === 'tags') return [];
      return this.operator(field, field === 'tags' ? 'all' : 'in', given, path);
    }
    if (!isRecord(given)) return this.operator(field, 'eq', given, path);
    const operators = Object.entries(given);
    if (operators.length === 0) this.issues.add(path, `must have an operator: ${OPERATORS.join(', ')}`);
    return operators.flatMap(([name, value]) => this.operator(field, name, value, [...path, name]));
  }

  /** The members of an object `metadata`. */
  metadata(given: unknown, path: Path): FilterExpression[] {
    if (!isRecord(given)) {
      this.issues.add(path, 'must be an object of conditions on members of the metadata');
      return [];
    }
    return Object.entries(given).flatMap(([name, operand]) => this.member(name, operand, [...path, name]));
  }

  /** @param name of a member of the metadata; dots lead into objects */
  member(name: string, given: unknown, path: Path): FilterExpression[] {
    if (this.issues.tooMany) return [];
    const metadataPath = name.normalize('NFC');
    const levels = metadataPath.split('.').length;
    if (metadataPath === '' || metadataPath.length > FILTER_BOUNDS.path || levels > FILTER_BOUNDS.levels) {
      const bounds = `1 to ${FILTER_BOUNDS.path} characters and at most ${FILTER_BOUNDS.levels} levels`;
      this.issues.add(path, `the path of a member of the metadata has ${bounds}`);
      return [];
    }
    const field: MetadataField = `metadata.${metadataPath}`;
    return isRecord(given) && this.isNested(given, path)
      ? Object.entries(given).flatMap(([inner, value]) =>
          this.member(`${name}.${inner}`, value, [...path, inner]),
        )
      : this.operand(field, given, path);
  }

  /** Reads one operator. @param given what it compares with */
  operator(field: FilterField, name: string, given: unknown, path: Path): FilterExpression[] {
    const operator = OPERATORS.find((known) => known === name);
    if (!operator) {
      this.issues.add(path, `is not an operator; these are: ${OPERATORS.join(', ')}`);
      return [];
    }
    this.issues.count(operator === 'contains' ? FILTER_BOUNDS.contains : 1);
    const kind = kindOf(field);
    const { op, not } = MEANINGS[operator];
    if (!allows(kind, op)) {
      const known = OPERATORS.filter((each) => allows(kind, MEANINGS[each].op));
      this.issues.add(path, `${field} does not have the operator ${operator}; it has ${known.join(', ')}`);
      return [];
    }
    const condition = this.condition(field, operator, given, path);
    if (!condition) return [];
    return [not ? { not: condition } : condition];
  }

  private condition(
    field: FilterField,
    operator: Operator,
    given: unknown,
    path: Path,
  ): FilterExpression | null {
    const { op } = MEANINGS[operator];
    if (op === 'in' || op === 'all') {
      const values = isList(operator)
        ? this.list(field, operator, given, path)
        : single(this.value(field, given, path));
      return values && { field, op, values };
    }
    if (op === 'exists') return this.presence(field, given, path);
    if (op === 'prefix') return this.prefix(field, given, path);
    if (op !== 'contains') return this.comparison(field, op, given, path);
    const value = this.value(field, given, path);
    if (value === null) this.issues.add(path, 'must be a value that is not null');
    return value == null ? null : { field, op, value };
  }

  private presence(field: FilterField, given: unknown, path: Path): FilterExpression | null {
    if (typeof given === 'boolean') return given ? { field, op: 'exists' } : { not: { field, op: 'exists' } };
    this.issues.add(path, 'must be true or false');
    return null;
  }

  private list(field: FilterField, operator: Operator, given: unknown, path: Path): FilterScalar[] | null {
    // An empty list excludes nothing, so a forget would remove everything.
    const least = operator === 'in' || operator === 'any' ? 0 : 1;
    if (!Array.isArray(given) || given.length < least || given.length > FILTER_BOUNDS.items) {
      this.issues.add(path, `must be a list of ${least} to ${FILTER_BOUNDS.items} values`);
      return null;
    }
    const values = given.flatMap((item: unknown, index) => {
      const value = this.value(field, item, [...path, index]);
      if (value === null && operator === 'all' && field === 'tags')
        this.issues.add([...path, index], 'must not be null');
      return value === undefined ? [] : [value];
    });
    return values.length === given.length ? values : null;
  }

  /** Undefined for what is no value of the field. */
  private value(field: FilterField, given: unknown, path: Path): FilterScalar | undefined {
    const parsed = valueOf(field, given);
    if ('value' in parsed) return parsed.value;
    this.issues.add(path, parsed.message);
    return undefined;
  }

  private prefix(field: FilterField, given: unknown, path: Path): FilterExpression | null {
    if (typeof given === 'string' && given !== '' && given.length <= FILTER_BOUNDS.text)
      return { field, op: 'prefix', value: kindOf(field) === 'metadata' ? given : given.normalize('NFC') };
    this.issues.add(path, `must be a text of 1 to ${FILTER_BOUNDS.text} characters`);
    return null;
  }

  private comparison(
    field: FilterField,
    op: Comparison,
    given: unknown,
    path: Path,
  ): FilterExpression | null {
    const value = this.value(field, given, path);
    if (value === undefined) return null;
    if (typeof value === 'number' || typeof value === 'string') return { field, op, value };
    this.issues.add(path, kindOf(field) === 'metadata' ? 'must be a number or a text' : 'must not be null');
    return null;
  }

  /** Whether an object stands for members inside a member, and not for operators. */
  private isNested(given: Record<string, unknown>, path: Path): boolean {
    const names = Object.keys(given);
    const operators = names.filter((name) => OPERATORS.some((known) => known === name));
    if (operators.length > 0 && operators.length < names.length) {
      const other = names.find((name) => !operators.includes(name))!;
      this.issues.add([...path, other], `is not an operator, and stands beside ${operators[0]!}`);
    }
    return names.length > 0 && operators.length === 0;
  }
}

function single(value: FilterScalar | undefined): FilterScalar[] | null {
  return value === undefined ? null : [value];
}

function isList(operator: Operator): boolean {
  return LISTS.some((list) => list === operator);
}
