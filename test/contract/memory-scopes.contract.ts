import { newId } from '@somabrain/kernel';
import type { MemoryService, NewMemory, ScopeKind, ScopeQuery } from '@somabrain/memory';
import { contextOf, memoryOf } from '../support/memory-fields';

/** What every adapter of `MemoryService` says of the namespaces, users, agents, sessions and tags of memories. @param service gives the one under test */
export function describeMemoryScopes(adapter: string, service: () => MemoryService): void {
  const ana = contextOf('tenant-scopes');
  let namespace: string;
  beforeEach(() => {
    namespace = `ns-${newId()}`;
  });

  const remember = (content: string, fields: Partial<NewMemory> = {}) =>
    service().remember(ana, memoryOf(content, { namespace, ...fields }));
  const scopes = (kind: ScopeKind, query: Partial<ScopeQuery> = {}, context = ana) =>
    service().scopes(context, { kind, namespace, filter: {}, limit: 50, cursor: null, ...query });
  const counts = async (...asked: Parameters<typeof scopes>) =>
    Object.fromEntries((await scopes(...asked)).items.map(({ name, memories }) => [name, memories]));

  describe(`${adapter}: what memories are in`, () => {
    it('is listed by name, with how many there are and when one was written last', async () => {
      await remember('one', { userId: 'ben', agentId: 'a', sessionId: 's1', tags: ['x', 'y'] });
      await remember('two', { userId: 'ben', sessionId: 's2', tags: ['y'] });
      const last = await remember('three', { userId: 'Ana', tags: ['Z'] });
      expect(await counts('user')).toEqual({ Ana: 1, ben: 2 });
      expect(await counts('agent')).toEqual({ a: 1 });
      expect(await counts('session')).toEqual({ s1: 1, s2: 1 });
      expect(await counts('tag')).toEqual({ Z: 1, x: 1, y: 2 });
      expect(await counts('namespace')).toEqual({ [namespace]: 3 });
      const [first] = (await scopes('user')).items;
      expect(first).toEqual({ name: 'Ana', memories: 1, lastUsedAt: last.createdAt });
    });

    it('comes page by page, each name once', async () => {
      const names = ['Zoe', 'ada', 'ben', 'émile', 'żak'];
      for (const userId of names) await remember(`of ${userId}`, { userId });
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await scopes('user', { limit: 2, cursor });
        seen.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(names);
      const { nextCursor } = await scopes('user', { limit: 2 });
      await expect(scopes('tag', { cursor: nextCursor })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    });

    it('leaves out what is filtered, deleted, of others, and out of sight', async () => {
      const { id } = await remember('gone', { userId: 'gone' });
      await service().delete(ana, id);
      await remember('of ana', { userId: 'ana', agentId: 'x' });
      await remember('of ben', { userId: 'ben', agentId: 'y' });
      expect(await counts('user')).toEqual({ ana: 1, ben: 1 });
      expect(await counts('agent', { filter: { userId: 'ana' } })).toEqual({ x: 1 });
      expect(await counts('user', {}, contextOf('tenant-other'))).toEqual({});
      const member = { ...ana, visibility: { userId: ['ana'] } };
      expect(await counts('user', {}, member)).toEqual({ ana: 1 });
      expect(await counts('namespace', { namespace: null }, member)).toMatchObject({ [namespace]: 1 });
    });
  });
}
