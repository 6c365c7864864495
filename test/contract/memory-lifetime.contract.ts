import { newId, type TenantContext } from '@somabrain/kernel';
import type { MemoryService, NewMemory } from '@somabrain/memory';
import { contextOf, memoryOf } from '../support/memory-fields';

const DAY_S = 86_400;

/** How every adapter of `MemoryService` keeps memories from those who may write and not delete. @param service gives the one under test */
export function describeMemoryLifetime(adapter: string, service: () => MemoryService): void {
  let owner: TenantContext;
  let writer: TenantContext;

  beforeEach(() => {
    owner = contextOf(`life-${newId()}`);
    writer = { ...owner, actor: 'writer', mayDelete: false };
  });

  const remember = async (fields: Partial<NewMemory> = {}, content = 'The deed is in the safe') =>
    (await service().remember(owner, memoryOf(content, fields))).id;
  const expiryOf = async (id: string) => (await service().get(owner, id)).expiresAt;
  const refusal = (field: string) => ({ code: 'PERMISSION_DENIED', errors: [{ field }] });
  const fileOf = async (context: TenantContext): Promise<Uint8Array[]> => {
    const file: Uint8Array[] = [];
    for await (const chunk of service().export(context, { namespace: null })) file.push(chunk);
    return file;
  };
  const importedAs = async (context: TenantContext, file: readonly Uint8Array[]) => {
    const receipt = await service().import(context, streamOf(file), { resume: newId() });
    return {
      imported: receipt.imported,
      updated: receipt.updated,
      errors: receipt.errors.map(({ code }) => code),
    };
  };

  describe(`${adapter}: who may write and not delete`, () => {
    it('gives a new memory any time to live, and a stored one more of it', async () => {
      const { id } = await service().remember(writer, memoryOf('Soon over', { ttlSeconds: 60 }));
      const before = Number(await expiryOf(id));
      const { memory } = await service().change(writer, id, { ttlSeconds: DAY_S });
      expect(memory.expiresAt).toBeGreaterThan(before);
      expect((await service().change(writer, id, { ttlSeconds: null })).memory.expiresAt).toBeNull();
    });

    it('changes everything else of a memory', async () => {
      const id = await remember({ key: 'deed', ttlSeconds: DAY_S });
      const expiresAt = await expiryOf(id);
      await service().change(writer, id, { content: 'The deed is at the notary', tags: ['house'] });
      expect(await expiryOf(id)).toBe(expiresAt);
      const again = await service().remember(writer, memoryOf('The deed is at home', { key: 'deed' }));
      expect([again.id, again.status]).toEqual([id, 'updated']);
    });

    it.each([
      ['lives for ever', null],
      ['lives for a day', DAY_S],
    ])('ends the life of none sooner by a change: one that %s', async (_, ttlSeconds) => {
      const id = await remember({ ttlSeconds });
      const expiresAt = await expiryOf(id);
      await expect(service().change(writer, id, { ttlSeconds: 60 })).rejects.toMatchObject(
        refusal('ttl_seconds'),
      );
      expect([(await service().get(owner, id)).version, await expiryOf(id)]).toEqual([1, expiresAt]);
      expect((await service().change(owner, id, { ttlSeconds: 60 })).memory.version).toBe(2);
    });

    it.each<[string, Partial<NewMemory>, string]>([
      ['under its key', { key: 'deed' }, 'Something else'],
      ['with its words', {}, 'The deed is in the safe'],
    ])('ends the life of none sooner by remembering it again %s', async (_, fields, content) => {
      const id = await remember(fields);
      const again = memoryOf(content, { ...fields, ttlSeconds: 1 });
      await expect(service().remember(writer, again)).rejects.toMatchObject(refusal('ttl_seconds'));
      expect([(await service().get(owner, id)).version, await expiryOf(id)]).toEqual([1, null]);
      expect((await service().remember(owner, again)).id).toBe(id);
    });

    it('stores nothing of an atomic batch that would, and the rest of another', async () => {
      const id = await remember({ key: 'deed' });
      const batch = [
        memoryOf('A first', { key: 'a' }),
        memoryOf('The deed is gone', { key: 'deed', ttlSeconds: 1 }),
      ];
      const codes = async (atomic: boolean) =>
        (await service().rememberBatch(writer, batch, { atomic })).map((each) =>
          'code' in each ? each.code : each.status,
        );
      expect(await codes(true)).toEqual(['BATCH_ABORTED', 'PERMISSION_DENIED']);
      expect(await codes(false)).toEqual(['created', 'PERMISSION_DENIED']);
      expect([(await service().get(owner, id)).content, await expiryOf(id)]).toEqual([
        'The deed is in the safe',
        null,
      ]);
    });

    it('ends the life of none sooner by a restore', async () => {
      const id = await remember({ ttlSeconds: 60 });
      await service().change(owner, id, { ttlSeconds: null });
      await expect(service().restore(writer, id, 1)).rejects.toMatchObject(refusal('version'));
      expect(await expiryOf(id)).toBeNull();
      await service().change(writer, id, { importance: 3 });
      expect((await service().restore(writer, id, 2)).memory.expiresAt).toBeNull();
      expect((await service().restore(owner, id, 1)).memory.expiresAt).not.toBeNull();
    });

    it('ends the life of none sooner by an import, and closes none', async () => {
      const source = contextOf(`source-${newId()}`);
      const { id } = await service().remember(source, memoryOf('The deed is in the safe'));
      expect(await importedAs(writer, await fileOf(source))).toEqual({ imported: 1, updated: 0, errors: [] });
      await service().change(source, id, { content: 'The deed is at the notary' });
      expect(await importedAs(writer, await fileOf(source))).toEqual({ imported: 0, updated: 1, errors: [] });
      await service().change(source, id, { ttlSeconds: 60 });
      const denied = { imported: 0, updated: 0, errors: ['PERMISSION_DENIED'] };
      expect(await importedAs(writer, await fileOf(source))).toEqual(denied);
      await service().change(source, id, { ttlSeconds: null });
      const closure = { reason: 'superseded' as const, supersededBy: null, validUntil: Date.now() };
      const steps = [{ kind: 'close' as const, id, version: 4, closure }];
      expect(await service().consolidate(source, { run: newId(), steps })).toEqual({ done: [true] });
      expect(await importedAs(writer, await fileOf(source))).toEqual(denied);
      expect(await service().get(owner, id)).toMatchObject({ version: 2, expiresAt: null, closed: null });
      expect(await importedAs(owner, await fileOf(source))).toMatchObject({ updated: 1 });
    });

    it('gets the answer to a request that was allowed then, also when it asks again later', async () => {
      const memory = memoryOf('The deed is in the safe', { key: 'deed', ttlSeconds: DAY_S });
      const options = { idempotencyKey: newId() };
      const { id } = await service().remember(writer, memory, options);
      await service().change(owner, id, { ttlSeconds: null });
      expect(await service().remember(writer, memory, options)).toMatchObject({ id, replayed: true });
    });
  });
}

async function* streamOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}
