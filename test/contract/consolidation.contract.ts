import type { Database } from '@somabrain/database';
import { newId } from '@somabrain/kernel';
import {
  type ConsolidationStep,
  type MemoryService,
  type RunChange,
  StoredMemories,
} from '@somabrain/memory';
import { contextOf, memoryOf, queryOf, stored } from '../support/memory-fields';

const AT = Date.UTC(2026, 1, 1);

/** What every adapter of `MemoryService` makes of the steps of a run. @param service gives the one under test */
export function describeConsolidation(
  adapter: string,
  service: () => MemoryService,
  database: () => Database,
): void {
  const ana = contextOf('consolidating-ana');
  const bob = contextOf('consolidating-bob');
  let namespace: string;
  let run: string;

  beforeEach(() => {
    namespace = `ns-${newId()}`;
    run = newId();
  });

  const remember = async (content: string, fields = {}) =>
    stored(await service().remember(ana, memoryOf(content, { namespace, ...fields })));
  const consolidate = async (...steps: ConsolidationStep[]) =>
    (await service().consolidate(ana, { run, steps })).done;
  const closing = (id: string, version = 1, supersededBy: string | null = null): ConsolidationStep => ({
    kind: 'close',
    id,
    version,
    closure: { reason: 'negated', supersededBy, validUntil: AT },
  });
  const recalled = async (query: string, context = ana): Promise<string[]> =>
    (await service().recall(context, queryOf(query, { namespace }))).results.map(({ memory }) => memory.id);
  const changesOf = async (id = run): Promise<RunChange[]> => {
    const changes: RunChange[] = [];
    for await (const page of new StoredMemories(database()).runChanges(ana.tenant, id)) changes.push(...page);
    return changes;
  };

  describe(`${adapter}: consolidation`, () => {
    it('closes a memory: it is not recalled, and its history tells why and since when', async () => {
      const [old, held] = [await remember('Apples are blue'), await remember('Apples are red')];
      expect(await consolidate(closing(old.id, 1, held.id))).toEqual([true]);
      expect(await recalled('Which colour are apples?')).toEqual([held.id]);
      const { items } = await service().history(ana, old.id, { limit: 10, cursor: null });
      const closed = { reason: 'negated', supersededBy: held.id, validUntil: AT, run };
      expect(items.map(({ memory }) => [memory.version, memory.closed])).toEqual([
        [2, closed],
        [1, null],
      ]);
      expect((await service().get(ana, old.id)).closed).toEqual(closed);
      expect(await changesOf()).toEqual([{ kind: 'closed', memoryId: old.id, version: 2 }]);
    });

    it('closes a memory once, in the version that was looked at, and nobody else’s', async () => {
      const { id } = await remember('Apples are blue');
      await service().change(ana, id, { importance: 2 });
      expect(await consolidate(closing(id, 1), closing(newId()))).toEqual([false, false]);
      expect(await consolidate(closing(id, 2))).toEqual([true]);
      expect(await consolidate(closing(id, 3))).toEqual([false]);
      const other = stored(await service().remember(bob, memoryOf('Apples are blue', { namespace })));
      expect(await consolidate(closing(other.id))).toEqual([false]);
      expect(await recalled('apples', bob)).toEqual([other.id]);
    });

    it('opens what the run closed, with all that it has by now, and nothing that another run closed', async () => {
      const [one, other] = [await remember('Apples are blue'), await remember('Pears are blue')];
      await consolidate(closing(one.id));
      await service().consolidate(ana, { run: newId(), steps: [closing(other.id)] });
      await service().change(ana, one.id, { tags: ['fruit'] });
      expect(
        await consolidate(
          { kind: 'reopen', id: one.id },
          { kind: 'reopen', id: other.id },
          { kind: 'reopen', id: newId() },
        ),
      ).toEqual([true, false, false]);
      expect(await recalled('What is blue?')).toEqual([one.id]);
      expect(await service().get(ana, one.id)).toMatchObject({ version: 4, tags: ['fruit'], closed: null });
    });

    it('is undone by a restore, too', async () => {
      const { id } = await remember('Apples are blue');
      await consolidate(closing(id));
      expect((await service().restore(ana, id, null)).memory.closed).toBeNull();
      expect(await recalled('apples')).toEqual([id]);
    });

    it('keeps a key for what comes under it next', async () => {
      const { id } = await remember('Apples are blue', { key: 'apples' });
      await consolidate(closing(id));
      expect(await remember('Apples are blue', { key: 'apples' })).toMatchObject({
        id,
        status: 'updated',
        version: 3,
      });
      expect(await recalled('apples')).toEqual([id]);
    });

    it('lets the links of a closed memory rest until it is opened, and these take no room of others', async () => {
      const [a, old, held] = [await remember('A'), await remember('B'), await remember('C')];
      for (const [target, weight] of [
        [old.id, 5],
        [held.id, 1],
      ] as const)
        await service().link(ana, { source: { id: a.id }, target: { id: target }, type: 'related', weight });
      const linked = async (id: string): Promise<(string | null)[][]> => {
        const of = { source: { id }, target: null, namespace: null, type: null, limit: 10, cursor: null };
        const { items } = await service().links(ana, of);
        const followed = await service().follow(ana, { ids: [id], direction: 'both', types: null, each: 1 });
        const back = await service().links(ana, { ...of, source: null, target: { id } });
        return [items, followed, back.items].map((links) => links.map(({ targetId }) => targetId));
      };
      await consolidate(closing(old.id));
      expect(await linked(a.id)).toEqual([[held.id], [held.id], []]);
      expect(await linked(old.id)).toEqual([[], [], []]);
      await consolidate({ kind: 'reopen', id: old.id });
      expect((await linked(a.id))[1]).toEqual([old.id]);
      expect(await linked(old.id)).toEqual([[], [old.id], [old.id]]);
    });

    it('stores a summary under its key, renews it, and removes it', async () => {
      const { id: source } = await remember('Apples fell from the tree in the storm');
      const summary = (content: string): ConsolidationStep => ({
        kind: 'summarise',
        memory: memoryOf(content, {
          namespace,
          key: 'summary:1',
          memoryType: 'summary',
          links: [{ type: 'derived_from', target: { id: source }, weight: 1 }],
        }),
      });
      expect(await consolidate(summary('Apples fell'))).toEqual([true]);
      expect(await consolidate(summary('Apples fell'))).toEqual([false]);
      const [made] = await changesOf();
      expect(made).toMatchObject({ kind: 'summarised', version: 1 });
      const again = newId();
      await service().consolidate(ana, { run: again, steps: [summary('Apples fell in the storm')] });
      const [renewed] = await changesOf(again);
      expect(renewed).toEqual({ ...made, version: 2 });
      const id = renewed?.kind === 'summarised' ? renewed.memoryId : '';
      const { items } = await service().links(ana, {
        source: { id },
        target: null,
        namespace: null,
        type: null,
        limit: 10,
        cursor: null,
      });
      expect(items).toMatchObject([{ type: 'derived_from', targetId: source }]);
      expect(await consolidate({ kind: 'remove', id })).toEqual([true]);
      expect(await recalled('storm')).toEqual([source]);
    });

    it('weighs links as long as they are as they were, removes them, and gives both back', async () => {
      const [a, b, c] = [await remember('A'), await remember('B'), await remember('C')];
      const link = (target: string, weight: number) =>
        service().link(ana, { source: { id: a.id }, target: { id: target }, type: 'co_replay', weight });
      await link(b.id, 1);
      await link(c.id, 0.05);
      const weighed = (target: string, before: number, weight: number | null) => ({
        sourceId: a.id,
        type: 'co_replay' as const,
        target: `id:${target}`,
        weight,
        before,
        weighedAt: AT,
      });
      const weights = async (): Promise<Record<string, number>> => {
        const query = {
          source: { id: a.id },
          target: null,
          namespace: null,
          type: null,
          limit: 10,
          cursor: null,
        };
        const { items } = await service().links(ana, query);
        return Object.fromEntries(items.map(({ targetId, weight }) => [targetId ?? '', weight]));
      };
      await consolidate({ kind: 'weigh', undone: false, links: [weighed(b.id, 0.7, 0.5)] });
      expect(await weights()).toEqual({ [b.id]: 1, [c.id]: 0.05 });
      await consolidate({
        kind: 'weigh',
        undone: false,
        links: [weighed(b.id, 1, 0.98), weighed(c.id, 0.05, null)],
      });
      expect(await weights()).toEqual({ [b.id]: 0.98 });
      const back = (await changesOf()).flatMap((change) => (change.kind === 'weighed' ? [change.link] : []));
      expect(back).toHaveLength(2);
      await consolidate({ kind: 'weigh', undone: true, links: back });
      expect(await weights()).toEqual({ [b.id]: 1, [c.id]: 0.05 });
    });

    it('is for those who see all of a tenant', async () => {
      const part = { ...ana, visibility: { userId: ['u1'] } };
      await expect(service().consolidate(part, { run, steps: [] })).rejects.toMatchObject({
        code: 'POLICY_DENIED',
      });
    });
  });
}
