import { newId, Problem } from '@somabrain/kernel';
import { coordinateOf, type ForgetQuery, type MemoryService, type NewMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';

/** What every adapter of `MemoryService` does with memories that are there. @param service gives the one under test */
export function describeMemoryChanges(adapter: string, service: () => MemoryService): void {
  const ana = contextOf('tenant-ana');
  const bob = contextOf('tenant-bob');
  let namespace: string;

  beforeEach(() => {
    namespace = `ns-${newId()}`;
  });

  const remember = (content: string, fields: Partial<NewMemory> = {}) =>
    service().remember(ana, memoryOf(content, { namespace, ...fields }));
  const recalled = async (query: string, within = namespace) => {
    const { results } = await service().recall(ana, queryOf(query, { namespace: within }));
    return results.map(({ memory }) => memory.content);
  };
  const everything = (fields: Partial<ForgetQuery> = {}): ForgetQuery => ({
    namespace,
    key: null,
    ids: null,
    filter: {},
    dryRun: false,
    ...fields,
  });
  const listOf = (fields: Partial<Parameters<MemoryService['list']>[1]> = {}) =>
    service().list(ana, {
      namespace,
      key: null,
      filter: {},
      total: false,
      limit: 50,
      cursor: null,
      ...fields,
    });

  describe(`${adapter}: a change`, () => {
    it('makes a new version that the next recall finds, and keeps the old one in the history', async () => {
      const { id } = await remember('The office is in Paris', { metadata: { a: 1, b: 2 } });
      const { memory } = await service().change(ana, id, {
        content: 'The office is in Lisbon',
        metadata: { a: null, c: 3 },
      });
      expect(memory).toMatchObject({
        version: 2,
        content: 'The office is in Lisbon',
        metadata: { b: 2, c: 3 },
      });
      expect(await recalled('office Lisbon')).toEqual(['The office is in Lisbon']);
      const { items } = await service().history(ana, id, { limit: 10, cursor: null });
      expect(items.map((item) => [item.memory.version, item.memory.content])).toEqual([
        [2, 'The office is in Lisbon'],
        [1, 'The office is in Paris'],
      ]);
      expect(items[0]?.replacedAt).toBeNull();
      expect(items[1]?.replacedAt).toBe(items[0]?.recordedAt);
    });

    it('moves a memory into another namespace', async () => {
      const { id } = await remember('A note about tulips');
      const archive = `${namespace}-archive`;
      await recalled('tulips', archive); // its index is there before the memory is
      await service().change(ana, id, { namespace: archive });
      expect(await recalled('tulips')).toEqual([]);
      expect(await recalled('tulips', archive)).toEqual(['A note about tulips']);
    });

    it('is made only to the version that the caller saw', async () => {
      const { id } = await remember('one');
      await service().change(ana, id, { content: 'two' }, { ifVersions: [1] });
      const late = service().change(ana, id, { content: 'three' }, { ifVersions: [1] });
      await expect(late).rejects.toMatchObject({ code: 'VERSION_MISMATCH' });
    });

    it('loses none of fifty at the same time', async () => {
      const { id } = await remember('counted');
      const patches = Array.from({ length: 50 }, (_, index) => ({ metadata: { [`m${index}`]: index } }));
      await Promise.all(patches.map((patch) => service().change(ana, id, patch)));
      const memory = await service().get(ana, id);
      expect(memory.version).toBe(51);
      expect(Object.keys(memory.metadata)).toHaveLength(50);
    });

    it('is refused where another memory has the key, where there is no memory, and to other tenants', async () => {
      await remember('first', { key: 'k1' });
      const { id } = await remember('second', { key: 'k2' });
      await expect(service().change(ana, id, { key: 'k1' })).rejects.toMatchObject({ code: 'KEY_TAKEN' });
      const missing = { code: 'MEMORY_NOT_FOUND' };
      await expect(service().change(ana, newId(), { importance: 1 })).rejects.toMatchObject(missing);
      await expect(service().change(bob, id, { importance: 1 })).rejects.toMatchObject(missing);
      await expect(service().history(bob, id, { limit: 1, cursor: null })).rejects.toMatchObject(missing);
    });

    it('can be undone', async () => {
      const { id } = await remember('The office is in Paris', { tags: ['old'] });
      await service().change(ana, id, { content: 'The office is in Rome', tags: [] });
      const { memory } = await service().restore(ana, id, null);
      expect(memory).toMatchObject({ version: 3, content: 'The office is in Paris', tags: ['old'] });
      expect(await recalled('The office is in Paris')).toEqual(['The office is in Paris']);
      const gone = service().restore(ana, id, 9);
      await expect(gone).rejects.toMatchObject({ code: 'VERSION_NOT_FOUND' });
    });
  });

  describe(`${adapter}: a list`, () => {
    it('goes through all pages, newest first, and counts when asked', async () => {
      for (const content of ['one', 'two', 'three', 'four', 'five']) await remember(content);
      const seen: string[] = [];
      for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
        const page = await listOf({ limit: 2, cursor, total: true });
        expect(page.total).toBe(5);
        seen.push(...page.items.map(({ content }) => content));
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(['five', 'four', 'three', 'two', 'one']);
      const everywhere = await listOf({ namespace: null, filter: { metadata: { none: 1 } } });
      expect(everywhere).toEqual({ items: [], nextCursor: null, total: null });
    });

    it('keeps to its conditions', async () => {
      await remember('ours', {
        userId: 'u1',
        tags: ['a', 'b'],
        metadata: { n: 1 },
        occurredAt: 1_000,
        key: 'k',
      });
      await remember('theirs', { userId: 'u2', tags: ['a'], metadata: { n: '1' }, occurredAt: 5_000 });
      const contents = async (fields: Parameters<typeof listOf>[0]) =>
        (await listOf(fields)).items.map(({ content }) => content);
      expect(await contents({ filter: { userId: 'u1' } })).toEqual(['ours']);
      expect(await contents({ filter: { tags: ['a'] } })).toEqual(['theirs', 'ours']);
      expect(await contents({ filter: { metadata: { n: 1 } } })).toEqual(['ours']);
      expect(await contents({ filter: { occurredAfter: 2_000 } })).toEqual(['theirs']);
      expect(await contents({ key: 'k' })).toEqual(['ours']);
    });

    it('refuses a cursor that it did not give', async () => {
      for (const cursor of ['x', Buffer.from('["id","x"]').toString('base64url')]) {
        await expect(listOf({ cursor })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
      }
    });
  });

  describe(`${adapter}: a forget`, () => {
    it('says first what it would do, then does it, with all that was derived', async () => {
      const { id } = await remember('Ana lives in Porto', { userId: 'u1' });
      await service().change(ana, id, { importance: 2 });
      const summary = await remember('Someone lives in Porto', { metadata: { derived_from: [id] } });
      await remember('A summary of the summary', { metadata: { derived_from: summary.id } });
      await remember('Bob lives in Faro', { userId: 'u2' });
      const wanted = everything({ filter: { userId: 'u1' } });
      const expected = {
        matched: 1,
        derived: 2,
        stores: { memories: 3, memory_versions: 1, memory_vectors: 3 },
      };
      const dry = await service().forget(ana, { ...wanted, dryRun: true });
      expect(dry).toMatchObject({ ...expected, dryRun: true, auditId: null });
      expect((await listOf()).items).toHaveLength(4);
      const receipt = await service().forget(ana, wanted);
      expect(receipt).toMatchObject({ ...expected, dryRun: false, digest: dry.digest });
      expect((await listOf()).items.map(({ content }) => content)).toEqual(['Bob lives in Faro']);
      expect(await recalled('who lives in Porto')).toEqual(['Bob lives in Faro']);
    });

    it('takes thousands, and nothing of another namespace or tenant', async () => {
      const many = Array.from({ length: 1_000 }, (_, index) => memoryOf(`fact ${index}`, { namespace }));
      await service().rememberBatch(ana, many, { atomic: false });
      await service().remember(bob, memoryOf('kept', { namespace }));
      const { matched } = await service().forget(ana, everything());
      expect(matched).toBe(1_000);
      expect((await listOf({ total: true })).total).toBe(0);
      const kept = await service().recall(bob, queryOf('kept', { namespace }));
      expect(kept.results).toHaveLength(1);
    });

    it('of the original takes the coordinate', async () => {
      const { id } = await remember('at its place', { key: 'k' });
      await service().deleteByCoordinate(ana, coordinateOf('tenant-ana', namespace, 'k'));
      const missing = { code: 'MEMORY_NOT_FOUND' };
      await expect(service().get(ana, id)).rejects.toMatchObject(missing);
      for (const nowhere of ['0,0,0', '7,7,7', 'x']) {
        await expect(service().deleteByCoordinate(ana, nowhere)).rejects.toMatchObject(missing);
      }
    });

    it('of the original, repeated under its idempotency key, leaves alone what took the place since', async () => {
      const options = { idempotencyKey: newId() };
      const coordinate = coordinateOf('tenant-ana', namespace, 'k');
      await remember('first', { key: 'k' });
      await service().deleteByCoordinate(ana, coordinate, options);
      await service().deleteByCoordinate(ana, coordinate, options);
      const { id } = await remember('second', { key: 'k' });
      await service().deleteByCoordinate(ana, coordinate, options);
      expect((await service().get(ana, id)).content).toBe('second');
      const other = service().deleteByCoordinate(ana, coordinateOf('tenant-ana', namespace, 'x'), options);
      await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    });

    it('by the text takes the newest that has it, once under an idempotency key', async () => {
      const [first, second] = [
        await remember('the same words', { occurredAt: 1_000 }),
        await remember('the same words', { occurredAt: 2_000 }),
      ];
      const options = { idempotencyKey: newId() };
      await service().deleteByText(ana, { namespace, key: 'the same words' }, options);
      await service().deleteByText(ana, { namespace, key: 'the same words' }, options);
      await expect(service().get(ana, second.id)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
      expect((await service().get(ana, first.id)).content).toBe('the same words');
      const other = service().deleteByText(ana, { namespace, key: 'other words' });
      await expect(other).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
    });
  });

  describe(`${adapter}: an idempotency key`, () => {
    it('gives fifty repeats at the same time one memory and equal answers', async () => {
      const options = { idempotencyKey: newId() };
      const memory = memoryOf('said once', { namespace, sessionId: 's' });
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => service().remember(ana, memory, options)),
      );
      expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
      for (const answer of answers) {
        expect({ ...answer, replayed: true }).toEqual({ ...answers[0], replayed: true });
      }
      expect((await listOf({ total: true })).total).toBe(1);
    });

    it('makes every write repeatable, and belongs to one request', async () => {
      const key = (name: string) => ({ idempotencyKey: `${namespace}-${name}` });
      const batch = ['a', 'b'].map((content) => memoryOf(content, { namespace, sessionId: 's' }));
      const first = await service().rememberBatch(ana, batch, { atomic: false, ...key('batch') });
      const again = await service().rememberBatch(ana, batch, { atomic: false, ...key('batch') });
      const idsOf = (outcomes: typeof first) =>
        outcomes.map((outcome) => (outcome instanceof Problem ? outcome.code : outcome.id));
      expect(idsOf(again)).toEqual(idsOf(first));
      const id = idsOf(first)[0] ?? '';
      const change = () => service().change(ana, id, { importance: 5, ttlSeconds: 60 }, key('change'));
      expect((await change()).memory.version).toBe(2);
      expect(await change()).toMatchObject({ replayed: true, memory: { version: 2 } });
      const forget = () => service().forget(ana, everything(), key('forget'));
      const receipt = await forget();
      expect(await forget()).toEqual({ ...receipt, replayed: true });
      await expect(service().forget(ana, everything({ key: 'other' }), key('forget'))).rejects.toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
      await service().remember(ana, memoryOf('a', { namespace }), key('remember'));
      const other = service().remember(ana, memoryOf('b', { namespace }), key('remember'));
      await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
      const ofBob = await service().remember(bob, memoryOf('b', { namespace }), key('remember'));
      expect(ofBob.status).toBe('created');
    });
  });

  it(`${adapter}: pages of long texts end sooner, and all of them together are whole`, async () => {
    const text = 'long '.repeat(9_000);
    const texts = Array.from({ length: 30 }, (_, number) => `${number} ${text}`);
    await service().rememberBatch(
      ana,
      texts.map((content) => memoryOf(content, { namespace })),
      { atomic: false },
    );
    const pages: string[][] = [];
    for (let cursor: string | null = null, more = true; more;) {
      const page = await listOf({ limit: 100, cursor });
      pages.push(page.items.map(({ content }) => content));
      cursor = page.nextCursor;
      more = cursor !== null;
    }
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat().toSorted()).toEqual(texts.toSorted());

    const { id } = await remember(`0 ${text}`, { key: 'changed' });
    for (let version = 2; version <= 30; version += 1)
      await remember(`${version} ${text}`, { key: 'changed' });
    const versions: number[] = [];
    for (let cursor: string | null = null, more = true; more;) {
      const page = await service().history(ana, id, { limit: 100, cursor });
      expect(page.items.length).toBeLessThan(30);
      versions.push(...page.items.map(({ memory }) => memory.version));
      cursor = page.nextCursor;
      more = cursor !== null;
    }
    expect(versions).toEqual(Array.from({ length: 30 }, (_, number) => 30 - number));
  });
}
