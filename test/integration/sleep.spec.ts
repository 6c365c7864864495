import { ChainWriter, verifyChain } from '@somabrain/audit';
import { RunStore, Sleep, SLEEP_DEFAULTS, type SleepOptions, SleepScheduler } from '@somabrain/cognition';
import { newId, Problem, systemClock, type TenantContext } from '@somabrain/kernel';
import { type InProcessMemory, type NewMemory, StoredMemories } from '@somabrain/memory';
import fc from 'fast-check';
import { noObserver } from '../support/audit-records';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { quietLogger, TestDatabase } from '../support/test-database';

const ALL: SleepOptions = { ...SLEEP_DEFAULTS, episodeIdleSeconds: 0 };
const HOUR_MS = 3_600_000;

describe('consolidation of memories', () => {
  let test: TestDatabase;
  let memory: InProcessMemory;
  let runs: RunStore;
  let stored: StoredMemories;

  beforeAll(async () => {
    test = await TestDatabase.create();
    memory = await openMemory(test.database);
    runs = new RunStore(test.database, new ChainWriter(test.database, noObserver, () => undefined));
    stored = new StoredMemories(test.database);
  });

  afterAll(async () => {
    await memory.close();
    await test.drop();
  });

  const newSleep = () =>
    new Sleep(
      { memories: memory.service, stored, runs, observer: { slept: () => undefined }, clock: systemClock },
      quietLogger(),
    );
  const newTenant = (): TenantContext => contextOf(`sleeper-${newId()}`);
  const remember = async (context: TenantContext, memories: readonly NewMemory[]): Promise<string[]> => {
    const ids: string[] = [];
    for (let start = 0; start < memories.length; start += 500) {
      const items = memories.slice(start, start + 500);
      const outcomes = await memory.service.rememberBatch(context, items, { atomic: false });
      ids.push(...outcomes.map((outcome) => ('id' in outcome ? outcome.id : '')));
    }
    return ids;
  };
  const twins = (count: number): NewMemory[] =>
    Array.from({ length: count }, (_, index) => [
      memoryOf(`The lamp number ${index} is green`),
      memoryOf(`The lamp number ${index} is green.`),
    ]).flat();
  const versionsOf = async ({ tenant }: TenantContext): Promise<Record<number, number>> => {
    const rows = await test.asOwner<{ version: number; count: number }>(
      'select version, count(*)::integer as count from memories where tenant_id = $1 group by version order by version',
      [tenant],
    );
    return Object.fromEntries(rows.map(({ version, count }) => [version, count]));
  };
  const runsOf = ({ tenant }: TenantContext) =>
    test.asOwner<{ status: string }>('select status from sleep_runs where tenant_id = $1 order by id', [
      tenant,
    ]);

  it('goes over many pages, closes each memory once, seals each closure into the audit, and is undone', async () => {
    const context = newTenant();
    await remember(context, twins(650));
    const { run } = await newSleep().run(context, ALL);
    expect(run).toMatchObject({
      status: 'done',
      seen: 1_300,
      total: 1_300,
      counts: { near_duplicates: 650 },
    });
    expect(await versionsOf(context)).toEqual({ 1: 650, 2: 650 });
    expect(await newSleep().undo(context, null)).toEqual({ id: run.id, restored: 650 });
    expect(await versionsOf(context)).toEqual({ 1: 650, 3: 650 });
    expect((await newSleep().run(context, ALL)).run.counts.near_duplicates).toBe(0);
    expect(await verifyChain(test.database, context.tenant, 'operations')).toMatchObject({ fault: null });
    expect(await verifyChain(test.database, context.tenant, 'events')).toMatchObject({ fault: null });
  });

  it('goes on where a process died: nothing is done twice, and both runs can be undone', async () => {
    const context = newTenant();
    const ids = await remember(context, twins(50));
    const dead = await runs.begin(context, ALL, null);
    const steps = [0, 2, 4].map((at) => ({
      kind: 'close' as const,
      id: ids[at] ?? '',
      version: 1,
      closure: { reason: 'near_duplicate', supersededBy: ids[at + 1] ?? null, validUntil: 0 },
    }));
    await memory.service.consolidate(context, { run: dead?.id ?? '', steps });
    await expect(newSleep().run(context, ALL)).rejects.toMatchObject({ code: 'SLEEP_RUNNING' });
    await test.asOwner(`update sleep_runs set updated_at = now() - interval '61 seconds' where id = $1`, [
      dead?.id,
    ]);
    expect((await newSleep().run(context, ALL)).run.counts.near_duplicates).toBe(47);
    expect(await versionsOf(context)).toEqual({ 1: 50, 2: 50 });
    expect((await runsOf(context)).map(({ status }) => status)).toEqual(['interrupted', 'done']);
    expect(await newSleep().undo(context, null)).toMatchObject({ restored: 47 });
    expect(await newSleep().undo(context, dead?.id ?? null)).toMatchObject({ restored: 3 });
    expect(await versionsOf(context)).toEqual({ 1: 50, 3: 50 });
  });

  it('stops between two steps when the process stops, and says so', async () => {
    const context = newTenant();
    await remember(context, twins(100));
    const sleep = newSleep();
    await sleep.run(context, ALL, 0);
    await sleep.close();
    expect((await runsOf(context)).map(({ status }) => status)).toEqual(['interrupted']);
    await expect(sleep.run(context, ALL)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await newSleep().run(context, ALL);
    expect(await versionsOf(context)).toEqual({ 1: 100, 2: 100 });
  });

  it('lets each tenant sleep in one of many processes, and not again before its time', async () => {
    const tenants = Array.from({ length: 5 }, newTenant);
    for (const context of tenants) await remember(context, twins(5));
    const schedulers = Array.from(
      { length: 3 },
      () => new SleepScheduler(newSleep(), runs, HOUR_MS, quietLogger()),
    );
    await Promise.all(schedulers.map((scheduler) => scheduler.round()));
    for (const context of tenants) {
      expect((await runsOf(context)).map(({ status }) => status)).toEqual(['done']);
      expect(await versionsOf(context)).toEqual({ 1: 5, 2: 5 });
    }
    expect(await Promise.all(schedulers.map((scheduler) => scheduler.round()))).toEqual([0, 0, 0]);
  });

  it('lets others have their turn after a tenant that looks like an outage', async () => {
    const tenants = [newTenant(), newTenant()];
    for (const context of tenants) await remember(context, twins(1));
    let first: string | null = null;
    const tried: string[] = [];
    const sleep = newSleep();
    jest.spyOn(sleep, 'runIfRested').mockImplementation((tenant) => {
      tried.push(tenant);
      first ??= tenant;
      if (tenant === first) throw new Problem('DATABASE_UNAVAILABLE', 'The database took too long');
      return Promise.resolve(true);
    });
    const scheduler = new SleepScheduler(sleep, runs, HOUR_MS, quietLogger());
    await expect(scheduler.round()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await expect(scheduler.round()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(tried).toEqual(expect.arrayContaining(tenants.map(({ tenant }) => tenant)));
  });

  it('begins nothing where no interval is set', async () => {
    const context = newTenant();
    await remember(context, twins(1));
    const scheduler = new SleepScheduler(newSleep(), runs, 0, quietLogger());
    scheduler.start();
    await scheduler.close();
    expect(await runsOf(context)).toEqual([]);
  });

  it('lets links of what was recalled together fade by whole days, and gives back what they weighed', async () => {
    const context = newTenant();
    const [a = '', b = '', c = ''] = await remember(
      context,
      ['A', 'B', 'C'].map((content) => memoryOf(content)),
    );
    const link = (target: string, type: 'co_replay' | 'part_of', weight: number) =>
      memory.service.link(context, { source: { id: a }, target: { id: target }, type, weight });
    await link(b, 'co_replay', 1);
    await link(c, 'co_replay', 0.05);
    await link(c, 'part_of', 0.05);
    await test.asOwner(
      `update memory_links set created_at = now() - interval '36 hours' where tenant_id = $1`,
      [context.tenant],
    );
    const weights = async (): Promise<string[]> => {
      const rows = await test.asOwner<{ type: string; weight: number }>(
        'select type, weight from memory_links where tenant_id = $1 order by type, weight',
        [context.tenant],
      );
      return rows.map(({ type, weight }) => `${type} ${weight}`);
    };
    const before = await weights();
    const { run } = await newSleep().run(context, ALL);
    expect(run.counts).toMatchObject({ links_faded: 1, links_removed: 1 });
    expect(await weights()).toEqual(['co_replay 0.98', 'part_of 0.05']);
    expect((await newSleep().run(context, ALL)).run.counts).toMatchObject({
      links_faded: 0,
      links_removed: 0,
    });
    expect(await newSleep().undo(context, run.id)).toMatchObject({ restored: 2 });
    expect(await weights()).toEqual(before);
  });

  it('undone, leaves of any memories what was recalled before', async () => {
    const told = [
      'I live in Paris.',
      'I moved to Berlin.',
      "I don't eat meat.",
      'I do not eat meat',
      'I eat meat again.',
      'The harbour crane lifts heavy stones.',
      'The lighthouse stands on heavy stones.',
    ];
    const turn = fc.record({
      content: fc.constantFrom(...told),
      occurredAt: fc.option(fc.integer({ min: 1, max: 5 }).map((day) => Date.UTC(2026, 0, day))),
      sessionId: fc.option(fc.constant('s1')),
      userId: fc.constantFrom('u1', 'u2'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 30 }), async (turns) => {
        const context = newTenant();
        await remember(
          context,
          turns.map(({ content, ...fields }, position) =>
            memoryOf(content, { ...fields, position: fields.sessionId === null ? null : position }),
          ),
        );
        const ask = async () => {
          const answers = [];
          for (const question of ['Where do I live?', 'meat', 'heavy stones']) {
            const { results } = await memory.service.recall(context, queryOf(question, { limit: 100 }));
            answers.push(results.map(({ memory: { id, content }, score }) => ({ id, content, score })));
          }
          return answers;
        };
        const before = await ask();
        const { run } = await newSleep().run(context, ALL);
        const again = await newSleep().run(context, ALL);
        expect(Object.values(again.run.counts).every((count) => count === 0)).toBe(true);
        await newSleep().undo(context, run.id);
        expect(await ask()).toEqual(before);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});
