import { ChainWriter, verifyChain } from '@somabrain/audit';
import { RunStore, Sleep, SLEEP_DEFAULTS } from '@somabrain/cognition';
import { newId, systemClock, type TenantContext } from '@somabrain/kernel';
import {
  type ConsolidationStep,
  type InProcessMemory,
  type NewMemory,
  StoredMemories,
} from '@somabrain/memory';
import { noObserver } from '../support/audit-records';
import { contextOf, memoryOf, stored } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { tablesWith } from '../support/tables-with';
import { quietLogger, TestDatabase } from '../support/test-database';

const MISSING = { code: 'MEMORY_NOT_FOUND' };
const SUMMARY_KEY = `summary:${'0a'.repeat(16)}`;
const EPISODE_KEY = 'segment:0123456789abcdef:1767225600000';

/** A tenant with a session that was summed up. */
interface Slept {
  readonly context: TenantContext;
  readonly run: string;
  readonly summary: string;
  /** The memories that its sentences are from, with a word that only each of them has. */
  readonly sources: readonly { readonly id: string; readonly word: string }[];
  /** Another one of the session. */
  readonly bystander: string;
}

describe('What is made of the words of memories', () => {
  let test: TestDatabase;
  let memory: InProcessMemory;
  let sleep: Sleep;

  beforeAll(async () => {
    test = await TestDatabase.create();
    memory = await openMemory(test.database);
    const runs = new RunStore(test.database, new ChainWriter(test.database, noObserver, () => undefined));
    const observer = { slept: () => undefined };
    const parts = { memories: memory.service, stored: new StoredMemories(test.database), runs, observer };
    sleep = new Sleep({ ...parts, clock: systemClock }, quietLogger());
  });
  afterAll(async () => {
    await sleep.close();
    await memory.close();
    await test.drop();
  });

  const newTenant = (): TenantContext => contextOf(`teller-${newId()}`);
  const remember = async (context: TenantContext, content: string, fields: Partial<NewMemory> = {}) =>
    stored(await memory.service.remember(context, memoryOf(content, fields))).id;
  const countsOf = async (context: TenantContext) =>
    (await sleep.run(context, { ...SLEEP_DEFAULTS, episodeIdleSeconds: 0 })).run.counts;
  const summariesOf = async ({ tenant }: TenantContext): Promise<string[]> => {
    const rows = await test.asOwner<{ id: string }>(
      `select id from memories where tenant_id = $1 and memory_type = 'summary' order by id`,
      [tenant],
    );
    return rows.map(({ id }) => id);
  };
  /** Tells a session, sums it up, tells more, and sums it up again: the summary has an earlier version. */
  const slept = async (): Promise<Slept> => {
    const context = newTenant();
    const words = new Map<string, string>();
    const tell = async (from: number, to: number) => {
      for (let position = from; position < to; position += 1) {
        const word = `w${newId().replaceAll('-', '')}`;
        const content = `The harbour crane number ${position} lifts heavy ${word}.`;
        words.set(await remember(context, content, { sessionId: 's1', position }), word);
      }
    };
    await tell(0, 7);
    const { run } = await sleep.run(context, { ...SLEEP_DEFAULTS, episodeIdleSeconds: 0 });
    await tell(7, 8);
    expect((await countsOf(context)).summaries).toBe(1);
    const [summary = ''] = await summariesOf(context);
    const { metadata, version } = await memory.service.get(context, summary);
    expect(version).toBe(2);
    const named = metadata.derived_from as string[];
    const sources = named.map((id) => ({ id, word: words.get(id) ?? '' }));
    const bystander = [...words.keys()].find((id) => !named.includes(id)) ?? '';
    return { context, run: run.id, summary, sources, bystander };
  };
  const forget = (context: TenantContext, id: string) =>
    memory.service.forget(context, { namespace: null, key: null, ids: [id], filter: {}, dryRun: false });
  /** Lets the time of a memory be over and the maintenance find it. */
  const expire = async (context: TenantContext, id: string) => {
    await memory.service.change(context, id, { ttlSeconds: 60 });
    await test.asOwner(`update memories set expires_at = now() - interval '1 second' where id = $1`, [id]);
    await test.asOwner(`update tenant_heads set next_expiry_at = now() where tenant_id = $1`, [
      context.tenant,
    ]);
    await memory.maintenance.runAll();
  };

  it.each([
    ['deleted', (context: TenantContext, id: string) => memory.service.delete(context, id)],
    ['forgotten', forget],
    ['expired', expire],
  ])(
    'goes with one that is %s, at once and with its versions; the next run makes it anew',
    async (as, leave) => {
      const [ana, bob] = [await slept(), await slept()];
      const { context, summary } = ana;
      const { id: source, word } = ana.sources[0]!;
      expect(await tablesWith(test, word)).toEqual(
        expect.arrayContaining(['public.memories', 'public.memory_versions']),
      );
      await leave(context, source);
      expect(await tablesWith(test, word)).toEqual([]);
      await expect(memory.service.get(context, summary)).rejects.toMatchObject(MISSING);
      const records = await test.asOwner<{ action: string; source: string | null }>(
        `select record ->> 'action' as action, record -> 'data' ->> 'derived_from' as source from audit_log
       where tenant_id = $1 and record -> 'resource' ->> 'id' = $2 order by seq desc limit 1`,
        [context.tenant, summary],
      );
      expect(records).toEqual([{ action: `memory.${as}`, source }]);
      expect(await verifyChain(test.database, context.tenant, 'operations')).toMatchObject({ fault: null });
      // Who told the same kind of things has all of it.
      expect(await summariesOf(bob.context)).toEqual([bob.summary]);

      expect(await countsOf(context)).toMatchObject({ summaries: 1, summaries_removed: 0 });
      const [anew = ''] = await summariesOf(context);
      expect(anew).not.toBe(summary);
      expect((await memory.service.get(context, anew)).metadata.turns).toBe(7);
      expect(await countsOf(context)).toMatchObject({ summaries: 0, summaries_removed: 0 });
      expect(await tablesWith(test, word)).toEqual([]);
    },
  );

  it('goes with what only an earlier version was made of', async () => {
    const { context, summary, sources } = await slept();
    const { id, word } = sources[0]!;
    await memory.service.change(context, id, { ttlSeconds: 60 });
    expect(await countsOf(context)).toMatchObject({ summaries: 1, summaries_removed: 0 });
    const renewed = await memory.service.get(context, summary);
    expect([renewed.version, renewed.content.includes(word)]).toEqual([3, false]);
    await expire(context, id);
    await expect(memory.service.get(context, summary)).rejects.toMatchObject(MISSING);
    expect(await tablesWith(test, word)).toEqual([]);
  });

  it('stays where one is deleted that nothing of it is from', async () => {
    const { context, summary, bystander } = await slept();
    const links = await memory.service.links(context, {
      source: { id: summary },
      target: { id: bystander },
      namespace: null,
      type: null,
      limit: 1,
      cursor: null,
    });
    expect(links.items).toEqual([]);
    await memory.service.delete(context, bystander);
    expect(await summariesOf(context)).toEqual([summary]);
  });

  it('does not come back when its run is undone, and the next run can be', async () => {
    const { context, run, sources } = await slept();
    await memory.service.delete(context, sources[0]!.id);
    expect(await sleep.undo(context, run)).toEqual({ id: run, restored: 0 });
    expect(await summariesOf(context)).toEqual([]);
    expect(await countsOf(context)).toMatchObject({ summaries: 1 });
    expect(await sleep.undo(context, null)).toMatchObject({ restored: 1 });
    expect(await countsOf(context)).toMatchObject({ summaries: 0 });
  });

  it('goes the same way where it came in with a file, and stays where the file is from', async () => {
    const { context, summary, sources } = await slept();
    const elsewhere = newTenant();
    await memory.service.import(elsewhere, memory.service.export(context, { namespace: null }), {
      resume: null,
    });
    expect(await summariesOf(elsewhere)).toEqual([summary]);
    await memory.service.delete(elsewhere, sources[0]!.id);
    expect(await summariesOf(elsewhere)).toEqual([]);
    expect(await summariesOf(context)).toEqual([summary]);
  });

  describe('while it is made', () => {
    const summarising = (...sources: string[]): ConsolidationStep => ({
      kind: 'summarise',
      memory: memoryOf('Apples fell in the storm', {
        key: SUMMARY_KEY,
        memoryType: 'summary',
        links: sources.map((id) => ({ type: 'derived_from', target: { id }, weight: 1 })),
      }),
    });
    const consolidate = async (context: TenantContext, ...sources: string[]) =>
      (await memory.service.consolidate(context, { run: newId(), steps: [summarising(...sources)] })).done;

    it('is not stored where one of the memories is gone', async () => {
      const context = newTenant();
      const [kept, gone] = [await remember(context, 'Apples fell'), await remember(context, 'A storm came')];
      await memory.service.delete(context, gone);
      expect(await consolidate(context, kept, gone)).toEqual([false]);
      expect(await consolidate(context, kept)).toEqual([true]);
    });

    it('goes with one that is deleted in the same moment, in whatever order', async () => {
      const context = newTenant();
      for (let round = 0; round < 10; round += 1) {
        const id = await remember(context, `Apples fell in storm ${round}`);
        const both = [() => consolidate(context, id), () => memory.service.delete(context, id)];
        await Promise.all((round % 2 === 0 ? both : both.toReversed()).map((start) => start()));
        expect(await summariesOf(context)).toEqual([]);
      }
    });
  });

  it('is the same with episodes of the cognitive loop', async () => {
    const context = newTenant();
    const [one, other] = [await remember(context, 'Hoist the sail'), await remember(context, 'Aye')];
    const links = [one, other].map((id) => ({ type: 'derived_from' as const, target: { id }, weight: 1 }));
    const episode = { key: EPISODE_KEY, memoryType: 'episode', links };
    const id = await remember(context, 'Hoist the sail\nAye', episode);
    await memory.service.delete(context, other);
    await expect(memory.service.get(context, id)).rejects.toMatchObject(MISSING);
    await expect(remember(context, 'Hoist the sail\nAye', episode)).rejects.toMatchObject(MISSING);
  });

  it('is not what somebody else wrote: that stays, also when the tenant sleeps', async () => {
    const context = newTenant();
    const source = await remember(context, 'Apples fell in the storm');
    const links = [{ type: 'derived_from' as const, target: { id: source }, weight: 1 }];
    const own = await remember(context, 'A stormy week', { key: 'week', memoryType: 'summary', links });
    await memory.service.delete(context, source);
    expect(await countsOf(context)).toMatchObject({ summaries_removed: 0 });
    expect(await summariesOf(context)).toEqual([own]);
  });
});
