import { newId } from '@somabrain/kernel';
import type { MemoryService, NewMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';

/** What every adapter of `MemoryService` recalls of an earlier moment. @param service gives the one under test */
export function describeMemoryPast(adapter: string, service: () => MemoryService): void {
  const ana = contextOf('tenant-ana');
  let namespace: string;

  beforeEach(() => {
    namespace = `ns-${newId()}`;
  });

  const remember = (content: string, fields: Partial<NewMemory> = {}) =>
    service().remember(ana, memoryOf(content, { namespace, ...fields }));
  const recalledAt = async (asOf: number, query: string, fields: Parameters<typeof queryOf>[1] = {}) => {
    const { results } = await service().recall(ana, queryOf(query, { namespace, asOf, ...fields }));
    return results.map(({ memory }) => memory.content);
  };
  /** When the memory got its present version. */
  const changedAt = async (id: string) => (await service().get(ana, id)).updatedAt;
  const laterThan = async (time: number) => {
    while (Date.now() <= time + 1) await new Promise((resolve) => setImmediate(resolve));
  };

  describe(`${adapter}: a recall of the past`, () => {
    it('finds the versions of then, at the very moment they were written', async () => {
      const { id } = await remember('The office is in Paris');
      const first = await changedAt(id);
      await laterThan(first);
      await service().change(ana, id, { content: 'The office is in Lisbon' });
      const second = await changedAt(id);
      expect(await recalledAt(first - 1, 'Where is the office?')).toEqual([]);
      expect(await recalledAt(first, 'Where is the office?')).toEqual(['The office is in Paris']);
      expect(await recalledAt(second - 1, 'Where is the office?')).toEqual(['The office is in Paris']);
      expect(await recalledAt(second, 'Where is the office?')).toEqual(['The office is in Lisbon']);
    });

    it('ranks as a recall of the present does', async () => {
      const texts = [
        'Ana bakes bread on Sunday',
        'Bob bakes a cake',
        'The train leaves at nine',
        'Bread costs three euros',
      ];
      let last = 0;
      for (const text of texts) last = (await remember(text)).createdAt;
      const question = queryOf('Who bakes bread?', { namespace, explain: true });
      const now = await service().recall(ana, question);
      const then = await service().recall(ana, { ...question, asOf: last });
      expect(then).toEqual(now);
      expect(then.results.length).toBeGreaterThan(1);
    });

    it('finds a memory in the namespace it was in then', async () => {
      const { id, createdAt } = await remember('The minutes of the meeting');
      await laterThan(createdAt);
      await service().change(ana, id, { namespace: `${namespace}-archive` });
      expect(await recalledAt(createdAt, 'minutes of the meeting')).toEqual(['The minutes of the meeting']);
      expect(await recalledAt(await changedAt(id), 'minutes of the meeting')).toEqual([]);
    });

    it('keeps to filters, to the limit and to the tokens', async () => {
      await remember('Ana likes tea', { userId: 'u1' });
      const { createdAt } = await remember('Bob likes tea', { userId: 'u2' });
      expect(await recalledAt(createdAt, 'tea', { filter: { userId: 'u1' } })).toEqual(['Ana likes tea']);
      expect(await recalledAt(createdAt, 'tea', { limit: 1 })).toHaveLength(1);
      expect(await recalledAt(createdAt, 'tea', { maxTokens: 5 })).toHaveLength(1);
    });

    it('does not find what was deleted since, nor what belongs to another tenant', async () => {
      const { id, createdAt } = await remember('The office is in Paris');
      const bob = contextOf('tenant-bob');
      const asBob = queryOf('office', { namespace, asOf: createdAt });
      expect((await service().recall(bob, asBob)).results).toEqual([]);
      await service().delete(ana, id);
      expect(await recalledAt(createdAt, 'office')).toEqual([]);
    });
  });
}
