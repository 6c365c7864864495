import type { Reached } from '@somabrain/cognition';
import type { Caller } from '@somabrain/http';
import { memoriesWithIds, type MemoryService } from '@somabrain/memory';
import { stepNames } from './planning-answers';

/**
 * The names of steps: their keys or ids or, for a client of the original, their texts.
 * @throws Problem DATABASE_UNAVAILABLE, MEMORY_UNAVAILABLE
 */
export async function planNames(
  memories: MemoryService,
  { context, compatibility }: Caller,
  steps: readonly Reached[],
): Promise<string[]> {
  const names = stepNames(steps);
  const ids = steps.flatMap(({ node }) => node.id ?? []);
  if (compatibility === 'none' || ids.length === 0) return names;
  const { items } = await memories.list(context, memoriesWithIds(ids));
  const texts = new Map(items.map(({ id, content }) => [id, content]));
  return steps.map(({ node }, index) => texts.get(node.id ?? '') ?? names[index] ?? '');
}
