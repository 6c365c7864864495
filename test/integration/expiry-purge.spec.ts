import { verifyChain } from '@somabrain/audit';
import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

const ana = contextOf('ana');

describe('the maintenance of expired memories', () => {
  let test: TestDatabase;
  let memory: InProcessMemory;

  beforeAll(async () => {
    test = await TestDatabase.create();
    memory = await openMemory(test.database);
  });

  afterAll(async () => {
    await memory.close();
    await test.drop();
  });

  it('removes them in chunks, with their versions and forms, audited once each, and leaves the others', async () => {
    const short = Array.from({ length: 700 }, (_, index) =>
      memoryOf(`short ${index}`, { key: `k${index}`, ttlSeconds: 60 }),
    );
    await memory.service.rememberBatch(
      ana,
      short.map((each) => ({ ...each, importance: 2 })),
      { atomic: false },
    );
    await memory.service.rememberBatch(ana, short, { atomic: false });
    await memory.service.remember(ana, memoryOf('lasting'));
    await memory.service.remember(ana, memoryOf('long', { ttlSeconds: 3_600 }));
    // Their time is over at once: how long the batches above took does not matter.
    await test.asOwner(`update memories set expires_at = now() - interval '1 second' where key is not null`);
    await test.asOwner('update tenant_heads set next_expiry_at = now()');
    await memory.maintenance.runAll();
    const left = await test.asOwner<{ content: string }>('select content from memories order by content');
    expect(left.map((row) => row.content)).toEqual(['lasting', 'long']);
    expect(await test.asOwner('select from memory_versions')).toEqual([]);
    expect(await test.asOwner('select from memory_vectors')).toHaveLength(2);
    const audited = await test.asOwner<{ count: string }>(
      `select count(*) from audit_log where record ->> 'action' = 'memory.expired'`,
    );
    expect(Number(audited[0]?.count)).toBe(700);
    expect(await verifyChain(test.database, ana.tenant, 'operations')).toMatchObject({ fault: null });
    const [head] = await test.asOwner<{ later: boolean }>(
      `select next_expiry_at > now() + interval '50 minutes' as later from tenant_heads`,
    );
    expect(head?.later).toBe(true);
  });
});
