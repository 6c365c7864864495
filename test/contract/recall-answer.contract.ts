import { newId } from '@somabrain/kernel';
import type { MemoryService, Recalled } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';

/** How much of memories every adapter of `MemoryService` shows in the answer of a recall. @param service gives the one under test */
export function describeRecallAnswer(adapter: string, service: () => MemoryService): void {
  const ana = contextOf('tenant-ana');
  const namespace = `ns-${newId()}`;
  const remember = (content: string) => service().remember(ana, memoryOf(content, { namespace }));

  it(`${adapter}: a recall keeps to a number of tokens: the best is cut, and what has no room is counted`, async () => {
    await remember('tulips '.repeat(40).trim());
    await remember('tulips are flowers');
    const recall = (maxTokens: number) => service().recall(ana, queryOf('tulips', { namespace, maxTokens }));
    const shown = ({ results }: Recalled) =>
      results.map(({ memory, excerpt }) => excerpt?.text ?? memory.content);
    const few = await recall(10);
    expect(shown(few)).toEqual(['tulips tulips tulips tulips tulips']);
    expect(few.omitted).toEqual({ count: 1, tokens: 5 });
    const enough = await recall(75);
    expect(shown(enough)).toHaveLength(2);
    expect(enough.results.map(({ excerpt }) => excerpt)).toEqual([undefined, undefined]);
    expect(enough).not.toHaveProperty('omitted');
  });
}
