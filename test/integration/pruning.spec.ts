import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

const ana = contextOf('ana');
/** More than one transaction removes. */
const OLD = 1_100;

describe('pruning', () => {
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

  it('removes changes and idempotency keys that are too old, in chunks, and leaves the others', async () => {
    await memory.service.remember(ana, memoryOf('old'));
    await test.asOwner(`insert into memory_changes (tenant_id, namespace, change_seq, memory_id, op, changed_at)
      select 'ana', 'default', n, gen_random_uuid(), 'p', now() from generate_series(2, ${OLD}) n`);
    await test.asOwner(`update memory_changes set changed_at = now() - interval '8 days'`);
    await test.asOwner(`insert into idempotency_keys (tenant_id, digest, fingerprint, answer, created_at)
      select 'ana', sha256(n::text::bytea), ''::bytea, '{}'::jsonb, now() - interval '25 hours' from generate_series(1, ${OLD}) n
      union all select 'ana', 'young'::bytea, ''::bytea, '{}'::jsonb, now() - interval '23 hours'`);
    await test.asOwner(`update tenant_heads set change_seq = ${OLD}, oldest_change_at = now() - interval '8 days',
      oldest_idempotency_key_at = now() - interval '25 hours'`);
    await memory.service.remember(ana, memoryOf('young'));

    await memory.maintenance.runAll();

    expect(await test.asOwner('select change_seq::integer from memory_changes')).toEqual([
      { change_seq: OLD + 1 },
    ]);
    expect(await test.asOwner(`select encode(digest, 'escape') as digest from idempotency_keys`)).toEqual([
      { digest: 'young' },
    ]);
    expect(
      await test.asOwner(`select change_horizon::integer, oldest_change_at > now() - interval '1 hour' as changes_are_young,
        oldest_idempotency_key_at > now() - interval '24 hours' as keys_are_young from tenant_heads`),
    ).toEqual([{ change_horizon: OLD, changes_are_young: true, keys_are_young: true }]);
  });
});
