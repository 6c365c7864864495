import { newId } from '@somabrain/kernel';
import {
  coordinateOf,
  KEPT_FIELDS,
  type MemoryAddress,
  type MemoryService,
  type NewMemory,
  type Remembered,
} from '@somabrain/memory';
import { contextOf, memoryOf, stored } from '../support/memory-fields';

/** Which memory a write meets: by its text, and by its key. @param service gives the one under test */
export function describeMemoryKeys(adapter: string, service: () => MemoryService): void {
  const ana = contextOf('tenant-ana');
  let namespace: string;

  beforeEach(() => {
    namespace = `ns-${newId()}`;
  });

  const remember = async (content: string, fields: Partial<NewMemory> = {}): Promise<Remembered> =>
    stored(await service().remember(ana, memoryOf(content, { namespace, ...fields })));

  describe(`${adapter}: a text`, () => {
    it('is the same with white space at its ends, and in the other form of Unicode, as it was sent first', async () => {
      const content = 'Le caf\u00e9 ouvre \u00e0 neuf heures\n';
      const first = await remember(content);
      for (const other of [content.trim(), `\t ${content}\u00a0`, content.normalize('NFD')])
        expect(await remember(other)).toEqual({ ...first, status: 'deduplicated' });
      expect(await remember(content.replace('neuf', ' neuf'))).toMatchObject({ status: 'created' });
      expect((await service().get(ana, first.id)).content).toBe(content);
    });

    it('loses nothing when it is said again without its tags and metadata', async () => {
      const content = 'The invoice of ACME is due in May';
      const said = { tags: ['billing'], metadata: { title: 'Invoice' }, importance: 2 };
      const keeps = ['metadata', 'tags', 'importance', 'ttlSeconds'] as const;
      const first = await remember(content, said);
      expect(await remember(` ${content}`, { keeps })).toEqual({ ...first, status: 'deduplicated' });
      const more = await remember(`${content} `, { metadata: { page: 4 }, keeps });
      expect(more).toMatchObject({ id: first.id, status: 'updated', version: 2 });
      const metadata = { title: 'Invoice', page: 4 };
      expect(await service().get(ana, first.id)).toMatchObject({ ...said, content, metadata });
    });
  });

  describe(`${adapter}: a key`, () => {
    it('is of one memory for each user and agent', async () => {
      const scopes = [{}, { userId: 'kim' }, { userId: 'ben' }, { userId: 'ben', agentId: 'a1' }];
      const made = [];
      for (const scope of scopes) made.push(await remember('Blue', { key: 'colour', ...scope }));
      expect(made.map(({ status }) => status)).toEqual(scopes.map(() => 'created'));
      for (const [index, scope] of scopes.entries()) {
        const { id } = made[index] ?? {};
        expect(await remember('Red', { key: 'colour', ...scope })).toMatchObject({ id, status: 'updated' });
      }
    });

    it('keeps what the caller does not name', async () => {
      const said = {
        key: 'hobby',
        userId: 'kim',
        agentId: 'a1',
        sessionId: 's1',
        position: 3,
        speaker: 'Kim',
        tags: ['sport'],
        metadata: { source: 'chat', place: 'club' },
        memoryType: 'semantic',
        importance: 2,
        occurredAt: 1_000,
        ttlSeconds: 3_600,
      };
      const { id } = await remember('Plays tennis', said);
      const before = await service().get(ana, id);
      const given = { key: 'hobby', metadata: { source: null, day: 'Sunday' } };
      const again = await remember('Plays squash', { ...given, keeps: KEPT_FIELDS });
      expect(again).toMatchObject({ id, status: 'updated', version: 2 });
      const { updatedAt, ...after } = await service().get(ana, id);
      expect({ ...after, updatedAt: before.updatedAt }).toEqual({
        ...before,
        content: 'Plays squash',
        version: 2,
        metadata: { place: 'club', day: 'Sunday' },
      });
      expect(updatedAt).toBeGreaterThanOrEqual(before.updatedAt);
      expect(await remember('Plays squash', { ...given, keeps: KEPT_FIELDS })).toMatchObject({
        status: 'deduplicated',
      });
    });

    it('keeps it in batches, too, where one item builds on another', async () => {
      const item = (content: string, fields: Partial<NewMemory>) =>
        memoryOf(content, { namespace, key: 'hobby', keeps: KEPT_FIELDS, ...fields });
      for (const atomic of [true, false]) {
        const batch = [
          item('Plays chess', { userId: `kim ${String(atomic)}`, metadata: { a: 1 } }),
          item('Plays go', { userId: `kim ${String(atomic)}`, metadata: { b: 2 } }),
        ];
        const [first, second] = await service().rememberBatch(ana, batch, { atomic });
        expect([first, second]).toMatchObject([{ status: 'created' }, { status: 'updated' }]);
        const { id } = second as Remembered;
        expect(await service().get(ana, id)).toMatchObject({ content: 'Plays go', metadata: { a: 1, b: 2 } });
      }
    });

    it('of several users means none of them, and is left to those of no user', async () => {
      const { id: kims } = await remember('Kim’s', { key: 'car', userId: 'kim' });
      expect((await service().find(ana, { namespace, key: 'car' })).id).toBe(kims);
      await remember('Ben’s', { key: 'car', userId: 'ben' });
      const several = { code: 'VALIDATION_FAILED' };
      const coordinate = coordinateOf(ana.tenant, namespace, 'car');
      const link = (source: MemoryAddress) =>
        service().link(ana, { source, target: { id: kims }, type: 'related', weight: 1 });
      const attempts = [
        () => service().find(ana, { namespace, key: 'car' }),
        () => service().find(ana, { coordinate }),
        () => service().deleteByCoordinate(ana, coordinate),
        () => link({ namespace, key: 'car' }),
      ];
      for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(several);
      const { id } = await remember('Of the family', { key: 'car', keeps: KEPT_FIELDS });
      expect((await service().find(ana, { namespace, key: 'car' })).id).toBe(id);
      expect(await link({ namespace, key: 'car' })).toMatchObject({ sourceId: id });
      await service().deleteByCoordinate(ana, coordinate);
      await expect(service().get(ana, id)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
      expect((await service().get(ana, kims)).content).toBe('Kim’s');
    });

    it('of several users means the memory of the user that a call names', async () => {
      const { id: kims } = await remember('Kim drives a Fiat', { key: 'bike', userId: 'kim' });
      const { id: lous } = await remember('Lou drives a Saab', { key: 'bike', userId: 'lou' });
      const source = { namespace, key: 'bike' };
      const link = { source, type: 'related' as const, weight: 1 };
      const owned = { userId: 'lou' };
      const { id: garage } = await remember('The garage of Lou', owned);
      const linked = await service().link(ana, { ...link, ...owned, target: { id: garage } });
      expect(linked.sourceId).toBe(lous);
      await expect(
        service().link(ana, { ...link, userId: 'kim', target: { id: garage } }),
      ).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
      const asked = { source, target: null, namespace: null, type: null, limit: 10, cursor: null };
      expect((await service().links(ana, { ...asked, ...owned })).items).toHaveLength(1);
      expect((await service().links(ana, { ...asked, userId: 'kim' })).items).toEqual([]);
      const coordinate = coordinateOf(ana.tenant, namespace, 'bike');
      const options = { idempotencyKey: 'the-bike-of-lou', ...owned };
      await service().deleteByCoordinate(ana, coordinate, options);
      await service().deleteByCoordinate(ana, coordinate, options);
      await expect(
        service().deleteByCoordinate(ana, coordinate, { ...options, userId: 'kim' }),
      ).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
      const text = { namespace, key: 'Kim drives a Fiat' };
      await expect(service().deleteByText(ana, text, owned)).rejects.toMatchObject({
        code: 'MEMORY_NOT_FOUND',
      });
      await service().deleteByText(ana, text, { userId: 'kim' });
      await expect(service().get(ana, kims)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
    });

    it('that a link names means the memory of the same user', async () => {
      for (const userId of ['ben', 'kim']) {
        await remember(`The home of ${userId}`, { key: 'home', userId });
        const links = [{ type: 'part_of' as const, target: { namespace, key: 'home' }, weight: 1 }];
        await remember(`The garden of ${userId}`, { key: 'garden', userId, links });
      }
      const query = { source: null, target: null, namespace, type: null, limit: 10, cursor: null };
      const { items } = await service().links(ana, query);
      const contents = await Promise.all(
        items.map(async ({ sourceId, targetId }) => [
          (await service().get(ana, sourceId)).content,
          (await service().get(ana, targetId ?? '')).content,
        ]),
      );
      expect(contents.toSorted()).toEqual([
        ['The garden of ben', 'The home of ben'],
        ['The garden of kim', 'The home of kim'],
      ]);
    });

    it('that many users have is looked up for one of them without the others', async () => {
      const users = Array.from({ length: 40 }, (_, index) => `user ${index}`);
      const items = users.map((userId) => memoryOf(`Of ${userId}`, { namespace, key: 'profile', userId }));
      await service().rememberBatch(ana, items, { atomic: false });
      for (const userId of ['user 7', 'user 39'])
        expect(await remember('New', { key: 'profile', userId, keeps: KEPT_FIELDS })).toMatchObject({
          status: 'updated',
        });
      expect(await remember('Of nobody', { key: 'profile', keeps: KEPT_FIELDS })).toMatchObject({
        status: 'created',
      });
    });
  });
}
