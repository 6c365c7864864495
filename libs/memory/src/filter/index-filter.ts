import type { RecallFilter } from '@somabrain/retrieval';
import {
  type FilterCondition,
  type FilterExpression,
  type FilterField,
  isMetadataField,
} from './filter-expression';

/** What of an expression the search index decides by itself. */
export interface IndexFilter {
  readonly filter: RecallFilter;
  /** Whether that is all of it. If not, Postgres says which memories it admits. */
  readonly complete: boolean;
}

type Scope = 'userId' | 'agentId' | 'sessionId';

const SCOPES: Readonly<Partial<Record<FilterField, Scope>>> = {
  user_id: 'userId',
  agent_id: 'agentId',
  session_id: 'sessionId',
};

/** Splits an expression: the index knows scopes, tags, types, times and values of the metadata, each of which must hold. */
export function indexFilterOf(expression: FilterExpression | null): IndexFilter {
  const conditions = expression === null ? [] : conjunctsOf(expression);
  let filter: RecallFilter = {};
  let complete = true;
  for (const condition of conditions) {
    const more = isCondition(condition) ? narrowed(filter, condition) : null;
    if (more) filter = more;
    else complete = false;
  }
  return { filter, complete };
}

function conjunctsOf(expression: FilterExpression): FilterExpression[] {
  return 'and' in expression ? expression.and.flatMap(conjunctsOf) : [expression];
}

function isCondition(expression: FilterExpression): expression is FilterCondition {
  return 'op' in expression;
}

/** The filter with one condition more; null for a condition that the index cannot decide. */
function narrowed(filter: RecallFilter, condition: FilterCondition): RecallFilter | null {
  const { field } = condition;
  if (field === 'occurred_at') return withTime(filter, condition);
  if (condition.op !== 'in' && condition.op !== 'all') return null;
  const { values } = condition;
  const one = condition.op === 'all' || values.length === 1 ? values : null;
  if (isMetadataField(field)) {
    const name = field.slice('metadata.'.length);
    return (
      one && {
        ...filter,
        metadata: [...(filter.metadata ?? []), ...one.map((value) => [name, value] as const)],
      }
    );
  }
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length !== values.length) return null;
  if (field === 'tags') return one && { ...filter, tags: [...(filter.tags ?? []), ...texts] };
  if (field === 'memory_type')
    return filter.memoryTypes || texts.length === 0 ? null : { ...filter, memoryTypes: texts };
  const scope = SCOPES[field];
  return scope === undefined ? null : withScope(filter, scope, texts);
}

function withScope(
  filter: RecallFilter,
  scope: Scope,
  [id, ...others]: readonly string[],
): RecallFilter | null {
  return id === undefined || others.length > 0 || filter[scope] !== undefined
    ? null
    : { ...filter, [scope]: id };
}

function withTime(filter: RecallFilter, condition: FilterCondition): RecallFilter | null {
  if ((condition.op !== 'gte' && condition.op !== 'lte') || typeof condition.value !== 'number') return null;
  const { occurredAfter = -Infinity, occurredBefore = Infinity } = filter;
  return condition.op === 'gte'
    ? { ...filter, occurredAfter: Math.max(occurredAfter, condition.value) }
    : { ...filter, occurredBefore: Math.min(occurredBefore, condition.value) };
}
