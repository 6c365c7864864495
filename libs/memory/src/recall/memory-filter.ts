import { expressionOf } from '../filter/expression-of';
import { meetsExpression } from '../filter/meets-expression';
import type { Memory, MemoryFilter } from '../memory';

/** Whether a stored memory meets every condition: the exact check behind the index, which compares hashes. */
export function meetsFilter(memory: Memory, filter: MemoryFilter): boolean {
  const expression = expressionOf(filter);
  return expression === null || meetsExpression(memory, expression);
}
