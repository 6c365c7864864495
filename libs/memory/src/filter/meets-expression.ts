import type { JsonValue } from '@somabrain/kernel';
import type { Memory } from '../memory';
import { compareTexts } from './compare-texts';
import {
  type Comparison,
  type FilterCondition,
  type FilterExpression,
  type FilterField,
  isMetadataField,
} from './filter-expression';
import { itemsOf, metadataValues } from './metadata-values';

/** What of a memory a filter looks at. */
export type Filtered = Pick<
  Memory,
  | 'userId'
  | 'agentId'
  | 'sessionId'
  | 'speaker'
  | 'key'
  | 'memoryType'
  | 'tags'
  | 'importance'
  | 'occurredAt'
  | 'createdAt'
  | 'metadata'
>;

/** Whether a memory meets an expression. `SqlFilter` says the same to Postgres. */
export function meetsExpression(memory: Filtered, expression: FilterExpression): boolean {
  if ('and' in expression) return expression.and.every((part) => meetsExpression(memory, part));
  if ('or' in expression) return expression.or.some((part) => meetsExpression(memory, part));
  if ('not' in expression) return !meetsExpression(memory, expression.not);
  return meetsCondition(memory, expression);
}

function meetsCondition(memory: Filtered, condition: FilterCondition): boolean {
  const values = valuesOf(memory, condition.field);
  if (condition.op === 'exists') return exists(memory, condition.field, values);
  if (condition.op === 'contains') return values.some((value) => holds(value, condition.value));
  const items = itemsOf(values);
  if (condition.op === 'in')
    return items.some((item) => isAmong(condition.values, item)) || isMissing(memory, condition);
  if (condition.op === 'all') return condition.values.every((wanted) => items.includes(wanted));
  if (condition.op === 'prefix')
    return items.some((item) => typeof item === 'string' && item.startsWith(condition.value));
  return items.some((item) => compares(item, condition.op, condition.value));
}

/** The values of a field. A missing field has none; in metadata null is a value. */
function valuesOf(memory: Filtered, field: FilterField): readonly JsonValue[] {
  if (isMetadataField(field)) return metadataValues(memory.metadata, field);
  const columns: Record<Exclude<FilterField, `metadata.${string}`>, () => JsonValue> = {
    user_id: () => memory.userId,
    agent_id: () => memory.agentId,
    session_id: () => memory.sessionId,
    speaker: () => memory.speaker,
    key: () => memory.key,
    memory_type: () => memory.memoryType,
    tags: () => [...memory.tags],
    importance: () => memory.importance,
    // As `occurred_after` always did: the time of the write stands in where that of the event is not known. Times are compared as they
    // are shown, in whole milliseconds.
    occurred_at: () => Math.floor(memory.occurredAt ?? memory.createdAt),
    created_at: () => Math.floor(memory.createdAt),
  };
  const value = columns[field]();
  return value === null ? [] : [value];
}

/** Whether a condition wants no value, and there is none. */
function isMissing(memory: Filtered, { field, values }: Extract<FilterCondition, { op: 'in' }>): boolean {
  return values.includes(null) && !isMetadataField(field) && !exists(memory, field, valuesOf(memory, field));
}

function exists(memory: Filtered, field: FilterField, values: readonly JsonValue[]): boolean {
  if (field === 'occurred_at') return memory.occurredAt !== null;
  if (field === 'tags') return memory.tags.length > 0;
  return values.length > 0;
}

function isAmong(wanted: readonly JsonValue[], value: JsonValue): boolean {
  return wanted.includes(value);
}

/** A list holds an item, a text holds another; anything else holds itself. */
function holds(value: JsonValue, wanted: string | number | boolean): boolean {
  if (Array.isArray(value)) return value.includes(wanted);
  if (typeof value === 'string') return typeof wanted === 'string' && value.includes(wanted);
  return value === wanted;
}

function compares(value: JsonValue, op: Comparison, bound: string | number): boolean {
  const order = orderOf(value, bound);
  if (order === null) return false;
  switch (op) {
    case 'gt':
      return order > 0;
    case 'gte':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'lte':
      return order <= 0;
  }
}

/** Numbers compare with numbers, and texts with texts. */
function orderOf(value: JsonValue, bound: string | number): number | null {
  if (typeof value === 'number' && typeof bound === 'number') return value - bound;
  if (typeof value === 'string' && typeof bound === 'string') return compareTexts(value, bound);
  return null;
}
