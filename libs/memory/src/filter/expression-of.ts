import type { MemoryFilter } from '../memory';
import { allOf, type FilterExpression, type FilterField } from './filter-expression';

/** The expression that a filter means; null if it excludes nothing. */
export function expressionOf(filter: MemoryFilter): FilterExpression | null {
  const { where, tags = [], memoryTypes, metadata = {}, occurredAfter, occurredBefore } = filter;
  const is = (field: FilterField, value: string | number | boolean | undefined): FilterExpression[] =>
    value === undefined ? [] : [{ field, op: 'in', values: [value] }];
  return allOf([
    ...is('user_id', filter.userId),
    ...is('agent_id', filter.agentId),
    ...is('session_id', filter.sessionId),
    ...(tags.length === 0 ? [] : [{ field: 'tags', op: 'all', values: tags } as const]),
    ...(memoryTypes === undefined ? [] : [{ field: 'memory_type', op: 'in', values: memoryTypes } as const]),
    ...Object.entries(metadata).flatMap(([name, value]) => is(`metadata.${name}`, value)),
    ...(occurredAfter === undefined
      ? []
      : [{ field: 'occurred_at', op: 'gte', value: occurredAfter } as const]),
    ...(occurredBefore === undefined
      ? []
      : [{ field: 'occurred_at', op: 'lte', value: occurredBefore } as const]),
    ...(where === undefined ? [] : [where]),
  ]);
}
