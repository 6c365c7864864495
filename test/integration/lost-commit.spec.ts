import { verifyChain } from '@somabrain/audit';
import { Database } from '@somabrain/database';
import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { PostgresProxy } from '../support/postgres-proxy';
import { quietLogger, TestDatabase } from '../support/test-database';

const ana = contextOf('ana');

describe('a write whose commit is interrupted', () => {
  let test: TestDatabase;
  let proxy: PostgresProxy;
  let database: Database;
  let memory: InProcessMemory;

  beforeAll(async () => {
    test = await TestDatabase.create();
    proxy = await PostgresProxy.start(test.dsn);
    database = new Database({ dsn: proxy.dsnFor(test.dsn), poolSize: 4 }, quietLogger());
    memory = await openMemory(database);
    await memory.service.remember(ana, memoryOf('the first word'));
  });

  afterAll(async () => {
    await memory.close();
    await database.close();
    await proxy.stop();
    await test.drop();
  });

  async function recordsOf(id: string): Promise<string[]> {
    const rows = await test.asOwner<{ action: string }>(
      `select record ->> 'action' as action from audit_log where record -> 'resource' ->> 'id' = $1 order by seq`,
      [id],
    );
    return rows.map((row) => row.action);
  }

  it('is answered as it was stored when only the answer was lost, and is not stored twice', async () => {
    proxy.fate = 'lose-answer';
    const session = { sessionId: 's1' }; // items of a session are never deduplicated: only the operation id tells
    const outcomes = await Promise.all(
      ['yes', 'yes', 'no'].map((content) => memory.service.remember(ana, memoryOf(content, session))),
    );
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['created', 'created', 'created']);
    const stored = await test.asOwner<{ id: string }>(`select id from memories where session_id = 's1'`);
    expect(stored.map((row) => row.id).toSorted()).toEqual(outcomes.map((outcome) => outcome.id).toSorted());
    for (const { id } of outcomes) expect(await recordsOf(id)).toEqual(['memory.remembered']);
  });

  it('is stored once when the request to commit was lost', async () => {
    proxy.fate = 'lose-request';
    const { id, status } = await memory.service.remember(ana, memoryOf('yes', { sessionId: 's2' }));
    expect(status).toBe('created');
    expect(await recordsOf(id)).toEqual(['memory.remembered']);
    expect(await test.asOwner(`select from memories where session_id = 's2'`)).toHaveLength(1);
  });

  it('tells updates and removals from what they were before', async () => {
    const { id } = await memory.service.remember(ana, memoryOf('draft', { key: 'k' }));
    proxy.fate = 'lose-answer';
    expect(await memory.service.remember(ana, memoryOf('final', { key: 'k' }))).toMatchObject({
      id,
      status: 'updated',
      version: 2,
    });
    proxy.fate = 'lose-answer';
    await expect(memory.service.delete(ana, id)).resolves.toBeUndefined();
    expect(await recordsOf(id)).toEqual(['memory.remembered', 'memory.updated', 'memory.deleted']);
  });

  it('leaves a chain that verifies', async () => {
    expect(await verifyChain(test.database, ana.tenant, 'operations')).toMatchObject({ fault: null });
  });
});
