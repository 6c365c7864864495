import {
  COMPARISONS,
  type FilterCondition,
  type FilterField,
  type FilterScalar,
  isMetadataField,
  TIME_FIELDS,
} from './filter-expression';

/** What kinds of values fields have. */
export type FieldKind = 'text' | 'tags' | 'number' | 'time' | 'metadata';

type Operation = FilterCondition['op'];

/** What can be asked of each kind. */
const OPERATIONS: Record<FieldKind, readonly Operation[]> = {
  text: ['in', 'contains', 'prefix', 'exists'],
  tags: ['in', 'all', 'contains', 'prefix', 'exists'],
  number: ['in', ...COMPARISONS, 'exists'],
  time: ['in', ...COMPARISONS, 'exists'],
  metadata: ['in', 'all', 'contains', 'prefix', ...COMPARISONS, 'exists'],
};

/** The kind of a field, which decides about its operations. */
export function kindOf(field: FilterField): FieldKind {
  if (isMetadataField(field)) return 'metadata';
  if (field === 'tags') return 'tags';
  if (field === 'importance') return 'number';
  return TIME_FIELDS.some((time) => time === field) ? 'time' : 'text';
}

/** Whether fields of a kind take an operation. */
export function allows(kind: FieldKind, operation: Operation): boolean {
  return OPERATIONS[kind].includes(operation);
}

/** Whether a condition asks what can be asked of its field, with values that the field can have. */
export function isSound(condition: FilterCondition): boolean {
  const kind = kindOf(condition.field);
  if (!allows(kind, condition.op)) return false;
  if (condition.op === 'exists') return true;
  const values = 'values' in condition ? condition.values : [condition.value];
  return values.every((value) => fits(kind, value, condition.op));
}

function fits(kind: FieldKind, value: FilterScalar, operation: Operation): boolean {
  if (kind === 'metadata') return true;
  if (value === null) return operation === 'in';
  return kind === 'number' || kind === 'time' ? typeof value === 'number' : typeof value === 'string';
}
