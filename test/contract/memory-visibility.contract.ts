import { newId, type TenantContext, type Visibility } from '@somabrain/kernel';
import type { ListQuery, MemoryService, NewMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';

const EVERYTHING: ListQuery = {
  namespace: null,
  key: null,
  filter: {},
  limit: 100,
  cursor: null,
  total: true,
};

/** What every adapter of `MemoryService` does for somebody who sees a part of a tenant. @param service gives the one under test */
export function describeMemoryVisibility(adapter: string, service: () => MemoryService): void {
  let whole: TenantContext;
  const seeing = (visibility: Visibility): TenantContext => ({ ...whole, visibility });
  const as = (user: string): TenantContext => ({ ...seeing({ userId: [user] }), actor: user });
  const remember = async (context: TenantContext, content: string, fields: Partial<NewMemory> = {}) =>
    service().remember(context, memoryOf(content, fields));
  const contentsOf = async (context: TenantContext) =>
    (await service().list(context, EVERYTHING)).items.map(({ content }) => content).toSorted();

  beforeEach(() => {
    whole = contextOf(`part-${newId()}`);
  });

  describe(`${adapter}: who sees a part of a tenant`, () => {
    it('finds its own memories only, whichever way it asks', async () => {
      const mine = await remember(as('ana'), 'The violin is in the attic', { key: 'violin' });
      const other = await remember(as('bob'), 'The violin is at the luthier', { sessionId: 's1' });
      const { items, total } = await service().list(as('ana'), EVERYTHING);
      expect([items.map(({ id }) => id), total]).toEqual([[mine.id], 1]);
      for (const asOf of [null, Date.now()]) {
        const { results, totalCandidates } = await service().recall(as('ana'), queryOf('violin', { asOf }));
        expect([results.map(({ memory }) => memory.id), totalCandidates]).toEqual([[mine.id], 1]);
      }
      const notFound = { code: 'MEMORY_NOT_FOUND' };
      await expect(service().get(as('ana'), other.id)).rejects.toMatchObject(notFound);
      await expect(service().history(as('ana'), other.id, { limit: 5, cursor: null })).rejects.toMatchObject(
        notFound,
      );
      expect((await service().get(as('bob'), other.id)).content).toContain('luthier');
    });

    it('ranks as if nothing else were there: the same scores as alone in a tenant', async () => {
      const alone = contextOf(`alone-${newId()}`);
      const own = ['Bees live in the garden', 'The garden has a pond', 'Tea with honey'];
      for (const content of own) {
        await remember(as('ana'), content);
        await remember(as('bob'), `Bob keeps bees, too: ${content} and so on, ${newId()}`, {
          speaker: 'Bees',
        });
        await remember(alone, content, { userId: 'ana' });
      }
      const scores = async (context: TenantContext) =>
        (await service().recall(context, queryOf('bees in the garden', { explain: true }))).results.map(
          ({ memory, score, explanation }) => [memory.content, score, explanation],
        );
      const ranked = await scores(as('ana'));
      expect(ranked).toHaveLength(3);
      expect(ranked).toEqual(await scores(alone));
    });

    it('sees what changes in its part, and no more what leaves it', async () => {
      const { id } = await remember(as('ana'), 'The key is under the mat');
      const found = async (user: string) =>
        (await service().recall(as(user), queryOf('where is the key'))).results.length;
      expect([await found('ana'), await found('bob')]).toEqual([1, 0]);
      await service().change(whole, id, { userId: 'bob' });
      expect([await found('ana'), await found('bob')]).toEqual([0, 1]);
      const { items } = await service().history(as('bob'), id, { limit: 10, cursor: null });
      expect(items.map(({ memory }) => memory.version)).toEqual([2]);
      await expect(service().restore(as('bob'), id, 1)).rejects.toMatchObject({ code: 'VERSION_NOT_FOUND' });
    });

    it('changes nothing that it does not see', async () => {
      const { id } = await remember(as('bob'), 'Bob’s', { key: 'k', sessionId: 's' });
      await service().change(as('bob'), id, { importance: 2 });
      const before = await service().get(whole, id);
      const notFound = { code: 'MEMORY_NOT_FOUND' };
      await expect(service().change(as('ana'), id, { content: 'Ana’s' })).rejects.toMatchObject(notFound);
      await expect(service().delete(as('ana'), id)).rejects.toMatchObject(notFound);
      await expect(service().restore(as('ana'), id, 1)).rejects.toMatchObject(notFound);
      const forget = { namespace: null, key: null, filter: {}, dryRun: false };
      for (const ids of [[id], null]) {
        expect(await service().forget(as('ana'), { ...forget, ids })).toMatchObject({
          matched: 0,
          derived: 0,
        });
      }
      expect(await service().get(whole, id)).toEqual(before);
    });

    it('has keys of its own', async () => {
      const bobs = await remember(as('bob'), 'Bob’s favourite', { key: 'favourite' });
      const anas = await remember(as('ana'), 'Ana’s favourite', { key: 'favourite' });
      expect([anas.status, anas.id === bobs.id]).toEqual(['created', false]);
      const again = await remember(as('ana'), 'Ana’s new favourite', { key: 'favourite' });
      expect(again).toMatchObject({ status: 'updated', id: anas.id, version: 2 });
      // Who sees both means that of the same user, and without a user a memory of nobody.
      expect(await remember(whole, 'By an admin', { key: 'favourite', userId: 'ana' })).toMatchObject({
        id: anas.id,
      });
      expect(await remember(whole, 'By an admin, for nobody', { key: 'favourite' })).toMatchObject({
        status: 'created',
      });
      await expect(service().change(whole, anas.id, { userId: null })).rejects.toMatchObject({
        code: 'KEY_TAKEN',
      });
    });

    it('writes for itself only', async () => {
      const refused = { code: 'POLICY_DENIED' };
      const { id } = await remember(as('ana'), 'Mine');
      expect((await service().get(whole, id)).userId).toBe('ana');
      const attempts = [
        () => remember(as('ana'), 'For Bob', { userId: 'bob' }),
        () => remember(seeing({ namespace: ['notes'] }), 'Elsewhere'),
        () => service().change(as('ana'), id, { userId: 'bob' }),
      ];
      for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(refused);
      const batch = await service().rememberBatch(
        as('ana'),
        [memoryOf('One'), memoryOf('Two', { userId: 'bob' })],
        { atomic: false },
      );
      expect(batch).toEqual([
        expect.objectContaining({ status: 'created' }),
        expect.objectContaining({ code: 'POLICY_DENIED' }),
      ]);
      const atomic = await service().rememberBatch(
        as('ana'),
        [memoryOf('Three'), memoryOf('Four', { userId: 'bob' })],
        { atomic: true },
      );
      expect(atomic).toEqual([
        expect.objectContaining({ code: 'BATCH_ABORTED' }),
        expect.objectContaining({ code: 'POLICY_DENIED' }),
      ]);
      expect(await contentsOf(whole)).toEqual(['Mine', 'One']);
    });

    it('may be of several users, namespaces and agents, and of none', async () => {
      const places: Partial<NewMemory>[] = [
        { userId: 'ana', namespace: 'a' },
        { userId: 'ana', namespace: 'b' },
        { userId: 'bob', namespace: 'a', agentId: 'x' },
        { namespace: 'a' },
      ];
      for (const [index, fields] of places.entries()) await remember(whole, String(index), fields);
      expect(await contentsOf(seeing({ userId: ['ana', 'bob'] }))).toEqual(['0', '1', '2']);
      expect(await contentsOf(seeing({ userId: ['ana', null] }))).toEqual(['0', '1', '3']);
      expect(await contentsOf(seeing({ userId: ['ana', 'bob'], namespace: ['a'] }))).toEqual(['0', '2']);
      expect(await contentsOf(seeing({ agentId: ['x'] }))).toEqual(['2']);
      expect(await contentsOf(seeing({ userId: [] }))).toEqual([]);
    });

    it('sees links between its own memories only, and leaves those of others alone', async () => {
      const namespace = 'default';
      const link = (context: TenantContext, source: string, target: string) =>
        service().link(context, {
          source: { namespace, key: source },
          target: { namespace, key: target },
          type: 'related',
          weight: 1,
        });
      for (const user of ['ana', 'bob']) {
        for (const key of ['from', 'to']) await remember(as(user), `${user} ${key}`, { key });
      }
      await link(as('bob'), 'from', 'to');
      const query = { source: null, target: null, namespace: null, type: null, limit: 10, cursor: null };
      const linksOf = async (context: TenantContext) => (await service().links(context, query)).items;
      expect(await linksOf(as('ana'))).toEqual([]);
      const bobsTo = (await service().list(as('bob'), { ...EVERYTHING, key: 'to' })).items[0]?.id;
      await expect(
        service().link(as('ana'), {
          source: { namespace, key: 'from' },
          target: { id: bobsTo ?? '' },
          type: 'related',
          weight: 1,
        }),
      ).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
      const anasTo = (await service().list(as('ana'), { ...EVERYTHING, key: 'to' })).items[0]?.id;
      await service().delete(as('ana'), anasTo ?? '');
      expect(await linksOf(as('bob'))).toEqual([
        expect.objectContaining({ sourceKey: 'from', targetId: bobsTo }),
      ]);
    });

    it('exports its part, and imports nothing', async () => {
      await remember(as('ana'), 'Ana’s');
      await remember(as('bob'), 'Bob’s');
      let file = '';
      for await (const chunk of service().export(as('ana'), { namespace: null }))
        file += Buffer.from(chunk).toString();
      expect(file).toContain('Ana’s');
      expect(file).not.toContain('Bob’s');
      const lines = async function* () {
        yield await Promise.resolve(Buffer.from(file));
      };
      await expect(service().import(as('ana'), lines(), { resume: null })).rejects.toMatchObject({
        code: 'POLICY_DENIED',
      });
    });
  });
}
