import { verifyChain } from '@somabrain/audit';
import { newId, type Problem, type TenantContext } from '@somabrain/kernel';
import { type BatchOutcome, KEPT_FIELDS, type Recalled } from '@somabrain/memory';
import { JournalingMemory } from '../support/journaling-memory';
import { type MemoryApart, startMemoryApart } from '../support/memory-apart';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { TcpProxy } from '../support/tcp-proxy';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { whileLocked } from '../support/while-locked';

const contents = ({ results }: Recalled): string[] => results.map(({ memory }) => memory.content);
const statuses = (outcomes: BatchOutcome): string[] =>
  outcomes.map((outcome) => ('status' in outcome ? outcome.status : outcome.code));

describe('writes while the memory service does not answer', () => {
  let test: TestDatabase;
  let memory: MemoryApart;
  let way: TcpProxy;
  let journaling: JournalingMemory;
  /** A new tenant for each test. */
  let ana: TenantContext;

  beforeAll(async () => {
    test = await TestDatabase.create();
    memory = await startMemoryApart(test.dsn);
    way = await TcpProxy.start(memory.url);
    journaling = new JournalingMemory(test.dsn, way.urlFor(memory.url), { timeoutMs: 2_000 });
  });
  beforeEach(() => {
    ana = contextOf(`t-${newId()}`);
  });
  afterAll(async () => {
    await journaling.close();
    await way.stop();
    await memory.stop();
    await test.drop();
  });

  const waiting = async (): Promise<number> => {
    const rows = await test.asOwner('select from write_journal where tenant_id = $1', [ana.tenant]);
    return rows.length;
  };
  const heads = async (): Promise<number> => {
    const [head] = await test.asOwner<{ journaled: string }>(
      'select journaled from tenant_heads where tenant_id = $1',
      [ana.tenant],
    );
    return Number(head?.journaled);
  };
  const drained = () =>
    waitFor(async () => (await waiting()) === 0, { timeoutMs: 10_000, what: () => 'the journal to empty' });
  const actions = async (): Promise<string[]> => {
    const rows = await test.asOwner<{ action: string }>(
      `select record ->> 'action' as action from audit_log where tenant_id = $1 and stream = 'operations' order by seq`,
      [ana.tenant],
    );
    return rows.map(({ action }) => action);
  };
  /** Restarts the memory service, so that it is away in between. */
  const whileAway = async (work: () => Promise<void>): Promise<void> => {
    const port = Number(new URL(memory.url).port);
    await memory.stop();
    try {
      await work();
    } finally {
      memory = await startMemoryApart(test.dsn, port);
      way.become('well');
    }
  };
  const answers = () =>
    waitFor(
      async () => {
        const outcome = await journaling.service.remember(contextOf('probe'), memoryOf('Are you there?'));
        return outcome.status !== 'queued';
      },
      { timeoutMs: 10_000, what: () => 'the memory service to be asked again' },
    );

  it('are accepted, audited as such, and stored in their order when it is back, once each', async () => {
    const ids: string[] = [];
    await whileAway(async () => {
      for (let version = 1; version <= 20; version += 1) {
        for (const key of ['a', 'b']) {
          const outcome = await journaling.service.remember(ana, memoryOf(`${key} is ${version}`, { key }));
          expect(outcome).toMatchObject({ status: 'queued', key, replayed: false });
          ids.push(outcome.id);
        }
      }
      expect(await waiting()).toBe(40);
      expect(await actions()).toEqual(Array.from({ length: 40 }, () => 'memory.accepted'));
    });
    await drained();
    expect(await heads()).toBe(0);
    for (const key of ['a', 'b']) {
      const found = contents(await memory.service.recall(ana, queryOf(`what is ${key}`)));
      expect(found.filter((content) => content.startsWith(key))).toEqual([`${key} is 20`]);
    }
    const { items } = await memory.service.history(ana, ids[0]!, { limit: 100, cursor: null });
    expect(items.map((item) => item.memory.content)).toEqual(
      Array.from({ length: 20 }, (_, index) => `a is ${20 - index}`),
    );
    expect((await actions()).slice(40).toSorted()).toEqual(
      [
        ...['memory.remembered', 'memory.remembered'],
        ...Array.from({ length: 38 }, () => 'memory.updated'),
      ].toSorted(),
    );
    const [link] = await test.asOwner<{ accepted: string; id: string }>(
      `select r.record -> 'data' ->> 'accepted_id' as accepted, a.id::text as id from audit_log r
        join audit_log a on a.tenant_id = r.tenant_id and a.stream = r.stream and a.seq = 1
        where r.tenant_id = $1 and r.stream = 'operations' and r.seq = 41`,
      [ana.tenant],
    );
    expect(link?.accepted).toBe(link?.id);
    expect(await verifyChain(test.database, ana.tenant, 'operations')).toMatchObject({ fault: null });
  });

  it('are stored although this process still cannot reach it', async () => {
    await answers();
    way.become('gone');
    const { id, status } = await journaling.service.remember(ana, memoryOf('The bridge is closed'));
    expect(status).toBe('queued');
    await drained();
    expect((await memory.service.get(ana, id)).content).toBe('The bridge is closed');
    way.become('well');
  });

  it('keep of the memory under their key what the caller did not name', async () => {
    await answers();
    const named = { key: 'hobby', userId: 'kim', tags: ['sport'], metadata: { source: 'chat' } };
    const { id } = await journaling.service.remember(ana, memoryOf('Plays tennis', named));
    way.become('gone');
    const again = memoryOf('Plays squash', { key: 'hobby', keeps: KEPT_FIELDS, metadata: { day: 'Sunday' } });
    expect((await journaling.service.remember(ana, again)).status).toBe('queued');
    const row = await test.asOwner<{ memory: object }>(
      'select memory from write_journal where tenant_id = $1',
      [ana.tenant],
    );
    expect(Object.keys(row[0]?.memory ?? {})).not.toContain('keeps');
    way.become('well');
    await drained();
    expect(await memory.service.get(ana, id)).toMatchObject({
      ...named,
      content: 'Plays squash',
      version: 2,
      metadata: { source: 'chat', day: 'Sunday' },
    });
  });

  it('are not stored twice when only its answer was lost: the caller gets that answer', async () => {
    await answers();
    way.become('mute');
    const said = memoryOf('Yes', { sessionId: 's1' }); // items of a session are never taken for duplicates
    const outcome = await journaling.service.remember(ana, said);
    expect(outcome).toMatchObject({ status: 'created', replayed: false });
    const batch = await journaling.service.rememberBatch(ana, [said, said], { atomic: false });
    expect(statuses(batch)).toEqual(['created', 'created']);
    way.become('well');
    expect(await actions()).toEqual(Array.from({ length: 3 }, () => 'memory.remembered'));
    expect(await waiting()).toBe(0);
  });

  it('are not stored again by a request that was stuck on its way meanwhile', async () => {
    await answers();
    await journaling.service.remember(ana, memoryOf('Hello'));
    const said = memoryOf('Yes', { sessionId: 's1' });
    let stuck: Promise<unknown> = Promise.resolve();
    const head = `select from tenant_heads where tenant_id = '${ana.tenant}' for update`;
    await whileLocked(test.dsn, head, async () => {
      stuck = journaling.service.remember(ana, said);
      // The memory service waits for the head, and so does the journal of the caller who gave it up.
      await waitFor(async () => (await test.asOwner(LOCK_WAITERS)).length === 2, {
        timeoutMs: 10_000,
        what: () => 'both to wait',
      });
    });
    await stuck;
    await drained();
    await waitFor(async () => (await test.asOwner(LOCK_WAITERS)).length === 0, {
      timeoutMs: 10_000,
      what: () => 'both to be done',
    });
    expect(contents(await memory.service.recall(ana, queryOf('Yes')))).toEqual(['Yes']);
  });

  it('keep other changes of the tenant behind them', async () => {
    await answers();
    const { id } = await journaling.service.remember(ana, memoryOf('one', { key: 'k' }));
    await test.asOwner('update tenant_heads set journaled = 1 where tenant_id = $1', [ana.tenant]);
    const refused = (work: Promise<unknown>) =>
      expect(work).rejects.toMatchObject({ code: 'WRITES_QUEUED' } satisfies Partial<Problem>);
    await refused(journaling.service.delete(ana, id));
    await refused(journaling.service.change(ana, id, { tags: ['x'] }));
    await refused(journaling.service.forget(ana, { ...EVERYTHING, ids: [id] }));
    const outcome = await journaling.service.remember(ana, memoryOf('two', { key: 'k' }));
    expect(outcome.status).toBe('queued');
    await drained();
    const metric = async () => (await fetch(`${memory.url}/metrics`)).text();
    await waitFor(async () => (await metric()).includes('\nsomabrain_journal_waiting 1\n'), {
      timeoutMs: 10_000,
      what: () => 'the metric to tell of it',
    });
    await test.asOwner('update tenant_heads set journaled = 0 where tenant_id = $1', [ana.tenant]);
    expect((await memory.service.get(ana, id)).content).toBe('two');
    await journaling.service.delete(ana, id);
  });

  it('answer a repeat under their idempotency key as before, and with what became of them later', async () => {
    const write = { idempotencyKey: `key-${newId()}` };
    const said = memoryOf('Remember me once', { sessionId: 's' });
    let id = '';
    await whileAway(async () => {
      ({ id } = await journaling.service.remember(ana, said, write));
      expect(await journaling.service.remember(ana, said, write)).toMatchObject({
        status: 'queued',
        id,
        replayed: true,
      });
      const other = journaling.service.remember(ana, memoryOf('Another'), write);
      await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    });
    await drained();
    await answers();
    expect(await journaling.service.remember(ana, said, write)).toMatchObject({
      status: 'created',
      id,
      replayed: true,
    });
  });

  it('of a batch are accepted together, with those that cannot be stored told apart', async () => {
    const memories = ['one', 'two', 'three'].map((content) => memoryOf(content));
    const unstorable = memoryOf('four', { metadata: { nul: '\u0000' } });
    await whileAway(async () => {
      const batch = await journaling.service.rememberBatch(ana, memories, { atomic: true });
      expect(statuses(batch)).toEqual(['queued', 'queued', 'queued']);
      await expect(journaling.service.remember(ana, unstorable)).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      });
    });
    await drained();
    expect(contents(await memory.service.recall(ana, queryOf('two')))[0]).toBe('two');
  });

  it('count against the daily quota, exactly', async () => {
    const limited = new JournalingMemory(test.dsn, way.urlFor(memory.url), { writeDailyLimit: 2 });
    await whileAway(async () => {
      for (const content of ['one', 'two']) await limited.service.remember(ana, memoryOf(content));
      const third = limited.service.remember(ana, memoryOf('three'));
      await expect(third).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    });
    expect(limited.quotaRefusals).toHaveLength(1);
    expect(limited.accepted).toBe(2);
    await limited.close();
    await drained();
  });

  it.each([
    [
      'nobody can read it',
      `update write_journal set memory = memory - 'content' where memory ->> 'key' = 'two'`,
    ],
    ['the database refuses it', `alter table memories add constraint none check (key <> 'two') not valid`],
  ])('stay behind nobody when one can never be stored: it is set aside (%s)', async (_, damage) => {
    await whileAway(async () => {
      for (const key of ['one', 'two', 'three'])
        await journaling.service.remember(ana, memoryOf(key, { key }));
      await test.asOwner(damage);
    });
    await waitFor(async () => (await heads()) === 0, {
      timeoutMs: 10_000,
      what: () => 'the others to be stored',
    });
    await test.asOwner('alter table memories drop constraint if exists none');
    const { items } = await memory.service.list(ana, { ...PAGE, filter: {}, namespace: null, key: null });
    expect(items.map(({ content }) => content).toSorted()).toEqual(['one', 'three']);
    const left = await test.asOwner(
      'select set_aside_at is null as waits from write_journal where tenant_id = $1',
      [ana.tenant],
    );
    expect(left).toEqual([{ waits: false }]);
    expect(memory.log.filter((line) => line.includes(ana.tenant) && line.includes('set aside'))).toEqual([
      expect.stringContaining('"level":"ERROR"'),
    ]);
    await answers();
    const again = await journaling.service.remember(ana, memoryOf('two again'));
    expect(again.status).toBe('created');
  });
});

const LOCK_WAITERS = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
const EVERYTHING = { namespace: null, key: null, ids: null, filter: {}, dryRun: false };
const PAGE = { limit: 100, cursor: null, total: false };
