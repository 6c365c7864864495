import { newId } from '@somabrain/kernel';
import {
  coordinateOf,
  type FollowQuery,
  type LinkQuery,
  type LinkRequest,
  type MemoryService,
  type NewMemory,
} from '@somabrain/memory';
import { contextOf, memoryOf } from '../support/memory-fields';

/** What every adapter of `MemoryService` does with links. @param service gives the one under test */
export function describeMemoryLinks(adapter: string, service: () => MemoryService): void {
  const bob = contextOf('tenant-bob');
  let ana: ReturnType<typeof contextOf>;
  const namespace = 'default';

  beforeEach(() => {
    ana = contextOf(`ana-${newId()}`);
  });

  const remember = async (key: string, fields: Partial<NewMemory> = {}) => {
    const { id } = await service().remember(ana, memoryOf(`About ${key}`, { key, ...fields }));
    return id;
  };
  const link = (source: string, target: string, fields: Partial<LinkRequest> = {}) =>
    service().link(ana, {
      source: { namespace, key: source },
      target: { namespace, key: target },
      type: 'part_of',
      weight: 1,
      ...fields,
    });
  const linksOf = (fields: Partial<LinkQuery> = {}, context = ana) =>
    service().links(context, {
      source: null,
      target: null,
      namespace: null,
      type: null,
      limit: 50,
      cursor: null,
      ...fields,
    });
  const edges = async (fields: Partial<LinkQuery> = {}) =>
    (await linksOf(fields)).items.map(({ sourceKey, targetKey, type, weight }) => [
      sourceKey,
      targetKey,
      type,
      weight,
    ]);

  describe(`${adapter}: a link`, () => {
    it('is found from either end, and by its type', async () => {
      const [paris, france] = [await remember('paris'), await remember('france')];
      const { sourceId } = await link('paris', 'france', { weight: 0.5 });
      expect(sourceId).toBe(paris);
      const expected = [['paris', 'france', 'part_of', 0.5]];
      expect(await edges({ source: { id: paris } })).toEqual(expected);
      expect(await edges({ target: { id: france } })).toEqual(expected);
      expect(await edges({ target: { namespace, key: 'france' }, type: 'part_of' })).toEqual(expected);
      expect(await edges({ type: 'causes' })).toEqual([]);
      expect(await edges({ namespace: 'elsewhere' })).toEqual([]);
    });

    it('that is made again gets the new weight', async () => {
      await remember('paris');
      await link('paris', 'france', { weight: 1 });
      await link('paris', 'france', { weight: 3 });
      expect(await edges()).toEqual([['paris', 'france', 'part_of', 3]]);
    });

    it('to a key that no memory has is kept, and resolved when one has it', async () => {
      await remember('paris');
      await link('paris', 'france');
      expect((await linksOf()).items).toEqual([
        expect.objectContaining({ targetId: null, targetKey: 'france', targetNamespace: 'default' }),
      ]);
      const france = await remember('france');
      expect((await linksOf()).items[0]?.targetId).toBe(france);
    });

    it('is remembered together with its memory, also one that is known already', async () => {
      const links = [{ type: 'related' as const, target: { namespace, key: 'france' }, weight: 2 }];
      await remember('paris', { links });
      expect(await edges()).toEqual([['paris', 'france', 'related', 2]]);
      await remember('paris', { links: [{ ...links[0]!, type: 'part_of' }] });
      expect(await edges()).toHaveLength(2);
    });

    it('may go round in circles', async () => {
      await remember('a');
      await remember('b');
      await link('a', 'b');
      await link('b', 'a');
      expect((await edges()).sort()).toEqual([
        ['a', 'b', 'part_of', 1],
        ['b', 'a', 'part_of', 1],
      ]);
    });

    it('of a memory to itself is refused, and one between memories that are not there', async () => {
      const paris = await remember('paris');
      const invalid = { code: 'VALIDATION_FAILED', errors: [{ field: 'target' }] };
      await expect(link('paris', 'paris')).rejects.toMatchObject(invalid);
      await expect(link('paris', '', { target: { id: paris } })).rejects.toMatchObject(invalid);
      const missing = { code: 'MEMORY_NOT_FOUND' };
      await expect(link('rome', 'paris')).rejects.toMatchObject(missing);
      await expect(link('paris', '', { target: { id: newId() } })).rejects.toMatchObject(missing);
      await expect(link('paris', '', { target: { coordinate: '0.1,0.2,0.3' } })).rejects.toMatchObject(
        missing,
      );
      await expect(linksOf({ source: { id: newId() } })).rejects.toMatchObject(missing);
    });

    it('goes with either of its memories', async () => {
      const [paris, france] = [await remember('paris'), await remember('france')];
      await link('paris', 'france');
      await link('france', 'paris', { type: 'related' });
      await link('paris', '', { target: { id: france }, type: 'causes' });
      await service().delete(ana, france);
      await remember('france');
      expect(await edges()).toEqual([]);
      await link('paris', 'france');
      await service().delete(ana, paris);
      expect(await edges()).toEqual([]);
    });

    it('is counted by a forget, which also takes what was derived', async () => {
      const fact = await remember('fact');
      await remember('summary');
      await remember('bystander');
      await link('summary', 'fact', { type: 'derived_from' });
      await link('bystander', 'fact');
      const query = { namespace: null, key: null, ids: [fact], filter: {} };
      const dry = await service().forget(ana, { ...query, dryRun: true });
      const receipt = await service().forget(ana, { ...query, dryRun: false });
      expect(receipt).toMatchObject({ matched: 1, derived: 1, stores: { memories: 2, memory_links: 2 } });
      expect(dry.stores).toEqual(receipt.stores);
      expect(await edges()).toEqual([]);
    });

    it('is made once under an idempotency key', async () => {
      await remember('paris');
      const request = {
        source: { namespace, key: 'paris' },
        target: { namespace, key: 'france' },
        type: 'part_of' as const,
        weight: 1,
      };
      const options = { idempotencyKey: newId() };
      expect(await service().link(ana, request, options)).toMatchObject({ replayed: false });
      expect(await service().link(ana, request, options)).toMatchObject({ replayed: true });
      await expect(service().link(ana, { ...request, weight: 2 }, options)).rejects.toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
    });

    it('belongs to its tenant', async () => {
      const paris = await remember('paris');
      await link('paris', 'france');
      expect((await linksOf({}, bob)).items.filter(({ sourceId }) => sourceId === paris)).toEqual([]);
      await expect(linksOf({ source: { id: paris } }, bob)).rejects.toMatchObject({
        code: 'MEMORY_NOT_FOUND',
      });
    });

    it('is followed from several memories at once, in either direction, the heaviest first', async () => {
      const [paris, france] = [await remember('paris'), await remember('france')];
      const lyon = await remember('lyon');
      await link('paris', 'france', { weight: 3 });
      await link('paris', 'seine', { type: 'related' });
      await link('lyon', '', { target: { id: france }, weight: 2 });
      const follow = async (fields: Partial<FollowQuery> = {}) => {
        const query = { ids: [paris], direction: 'both' as const, types: null, each: 10, ...fields };
        return (await service().follow(ana, query)).map((each) => [
          each.sourceKey,
          each.targetKey,
          each.weight,
        ]);
      };
      expect(await follow()).toEqual([
        ['paris', 'france', 3],
        ['paris', 'seine', 1],
      ]);
      expect(await follow({ each: 1 })).toEqual([['paris', 'france', 3]]);
      expect(await follow({ types: ['related', 'causes'] })).toEqual([['paris', 'seine', 1]]);
      expect(await follow({ direction: 'in' })).toEqual([]);
      expect((await follow({ ids: [france], direction: 'in' })).sort()).toEqual([
        ['lyon', 'france', 2],
        ['paris', 'france', 3],
      ]);
      expect(await follow({ ids: [france, paris, lyon, newId()] })).toHaveLength(3);
      expect(await service().follow(bob, { ids: [paris], direction: 'both', types: null, each: 10 })).toEqual(
        [],
      );
      await service().delete(ana, france);
      expect(await follow()).toEqual([['paris', 'seine', 1]]);
    });

    it('starts at a memory that is found by id, by key and by coordinate', async () => {
      const paris = await remember('paris');
      const coordinate = coordinateOf(ana.tenant, namespace, 'paris');
      for (const address of [{ id: paris }, { namespace, key: 'paris' }, { coordinate }])
        expect((await service().find(ana, address)).id).toBe(paris);
      const missing = [{ id: newId() }, { id: 'x' }, { namespace, key: 'rome' }, { coordinate: '0,0,0' }];
      for (const address of missing)
        await expect(service().find(ana, address)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
      await expect(service().find(bob, { id: paris })).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
    });

    it('leads by name to the newest memory with exactly that text where none has it as its key', async () => {
      const said = (content: string, fields: Partial<NewMemory> = {}) =>
        service().remember(ana, memoryOf(content, fields));
      await said('Water the plants', { occurredAt: 1_000 });
      const { id: newest } = await said('Water the plants', { occurredAt: 2_000, key: '1,2,3' });
      const { id: plan } = await said('Leave for a week', { userId: 'u1' });
      const { sourceId } = await link('Leave for a week', 'Water the plants', { type: 'depends_on' });
      expect(sourceId).toBe(plan);
      const [made] = (await linksOf({ source: { namespace, key: 'Leave for a week' } })).items;
      expect(made).toMatchObject({ sourceId: plan, targetId: newest });
      expect((await linksOf({ target: { namespace, key: 'Water the plants' } })).items).toEqual([made]);
      expect((await service().find(ana, { namespace, key: 'Water the plants' })).id).toBe(newest);
      const { id: keyed } = await said('Something else', { key: 'Water the plants' });
      expect((await service().find(ana, { namespace, key: 'Water the plants' })).id).toBe(keyed);
      for (const name of ['water the plants', 'Water the plants ', 'Leave for'])
        await expect(service().find(ana, { namespace, key: name })).rejects.toMatchObject({
          code: 'MEMORY_NOT_FOUND',
          message: expect.stringContaining('none with exactly this text') as string,
        });
      for (const [context, where] of [
        [ana, 'elsewhere'],
        [bob, namespace],
      ] as const)
        await expect(
          service().find(context, { namespace: where, key: 'Leave for a week' }),
        ).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
      await expect(link('Leave for a week', 'Leave for a week')).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      });
    });

    it('to a text that is not there yet is kept, resolved when it appears, followed, and goes with it', async () => {
      const paris = await remember('paris');
      await link('paris', 'The Seine');
      expect((await linksOf()).items[0]).toMatchObject({ targetId: null, targetKey: 'The Seine' });
      const { id: seine } = await service().remember(ana, memoryOf('The Seine'));
      expect((await linksOf()).items[0]?.targetId).toBe(seine);
      const query = { ids: [seine], direction: 'in' as const, types: null, each: 10 };
      expect((await service().follow(ana, query)).map(({ sourceId }) => sourceId)).toEqual([paris]);
      const forgotten = { namespace: null, key: null, ids: [seine], filter: {}, dryRun: false };
      expect((await service().forget(ana, forgotten)).stores).toMatchObject({ memory_links: 1 });
      await service().remember(ana, memoryOf('The Seine'));
      expect((await linksOf()).items).toEqual([]);
    });

    it('names by text only what who asks may see', async () => {
      const { id } = await service().remember(ana, memoryOf('Shared words', { userId: 'u1' }));
      await service().remember(ana, memoryOf('Shared words', { userId: 'u2' }));
      const u1 = { ...ana, visibility: { userId: ['u1'] } };
      const u3 = { ...ana, visibility: { userId: ['u3'] } };
      const named = { namespace, key: 'Shared words' };
      expect((await service().find(u1, named)).id).toBe(id);
      const missing = { code: 'MEMORY_NOT_FOUND' };
      await expect(service().find(u3, named)).rejects.toMatchObject(missing);
      await expect(service().deleteByText(u3, named)).rejects.toMatchObject(missing);
      await service().deleteByText(u1, named);
      await expect(service().get(ana, id)).rejects.toMatchObject(missing);
      expect((await service().find(ana, named)).userId).toBe('u2');
    });

    it('is one of many that are read page by page', async () => {
      await remember('hub');
      const links = Array.from({ length: 25 }, (_, index) => ({
        type: 'related' as const,
        target: { namespace, key: `spoke ${index}` },
        weight: index,
      }));
      await remember('hub', { links });
      const seen: (string | null)[] = [];
      let cursor: string | null = null;
      do {
        const page = await linksOf({ limit: 10, cursor });
        seen.push(...page.items.map(({ targetKey }) => targetKey));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(new Set(seen).size).toBe(25);
      expect(seen).toHaveLength(25);
      await expect(linksOf({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    });
  });
}
