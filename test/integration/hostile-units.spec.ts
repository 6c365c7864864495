import { createHash } from 'node:crypto';
import { verifyChain } from '@somabrain/audit';
import { Database, type TenantTransaction } from '@somabrain/database';
import { newId, type TenantContext, type TenantId } from '@somabrain/kernel';
import type { InProcessMemory, NewMemory } from '@somabrain/memory';
import * as fc from 'fast-check';
import { contextOf, memoryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { quietLogger, TestDatabase } from '../support/test-database';

/** Throws at one step of whatever transaction its memory is part of: each look at a field of it is a step, and each statement. */
class Trap {
  private armed = false;
  private steps = 0;
  private looks = 0;
  /** The most steps that a transaction took. */
  longest = 0;

  constructor(private readonly at: number) {}

  arm(): void {
    this.armed = true;
  }

  begin(): void {
    this.steps = this.looks = 0;
  }

  memory(memory: NewMemory): NewMemory {
    return new Proxy(memory, {
      get: (target, name, receiver): unknown => {
        if (this.armed) {
          this.looks += 1;
          this.step();
        }
        return Reflect.get(target, name, receiver);
      },
    });
  }

  statement(): void {
    if (this.looks > 0) this.step();
  }

  private step(): void {
    this.steps += 1;
    this.longest = Math.max(this.longest, this.steps);
    if (this.steps === this.at) throw new TypeError(`step ${this.at} is broken`);
  }
}

class TrappedDatabase extends Database {
  trap = new Trap(Infinity);

  override inTenants<T, Row extends object = never>(
    tenants: readonly TenantId[],
    work: (transaction: TenantTransaction, rows: readonly Row[]) => Promise<T>,
    first?: string,
  ): Promise<T> {
    const trapped = (transaction: TenantTransaction, rows: readonly Row[]): Promise<T> => {
      this.trap.begin();
      const query: TenantTransaction['query'] = async (statement, values) => {
        this.trap.statement();
        return transaction.query(statement, values);
      };
      return work({ ...transaction, query }, rows);
    };
    return super.inTenants(tenants, trapped, first);
  }
}

const FIELDS = { key: 'k', metadata: { a: 1 }, tags: ['t'], position: 3, ttlSeconds: 60, speaker: 'Ana' };

describe('one unit that breaks', () => {
  let test: TestDatabase;
  let database: TrappedDatabase;
  const open: InProcessMemory[] = [];

  beforeAll(async () => {
    test = await TestDatabase.create();
    database = new TrappedDatabase({ dsn: test.dsn, poolSize: 10 }, quietLogger());
  });

  afterEach(async () => {
    for (const memory of open.splice(0)) await memory.close();
  });

  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  /** A process of the service whose groups no tenant has broken yet. */
  async function opened(): Promise<InProcessMemory> {
    const memory = await openMemory(database);
    open.push(memory);
    return memory;
  }

  async function expectWhole({ tenant }: TenantContext, stored: readonly string[]): Promise<void> {
    const sql = `select content, arrival::float8 from memories where tenant_id = $1 order by arrival`;
    const rows = await test.asOwner<{ content: string }>(sql, [tenant]);
    expect(rows.map(({ content }) => content)).toEqual(stored);
    const [changes] = await test.asOwner(
      `select count(*)::int, max(c.change_seq)::int as last, (select h.change_seq::int from tenant_heads h where h.tenant_id = $1) as head
       from memory_changes c where c.tenant_id = $1`,
      [tenant],
    );
    expect(changes).toEqual({ count: stored.length, last: stored.length, head: stored.length });
    expect(await verifyChain(database, tenant, 'operations')).toEqual({
      records: stored.length,
      fault: null,
    });
  }

  /** Writes of three tenants in one group, one of them trapped. @returns the most steps a transaction took */
  async function writeWith(trap: Trap, fate: 'fulfilled' | 'rejected'): Promise<number> {
    const { service } = await opened();
    const contexts = ['a-victim', 'bad', 'c-victim'].map((name) => contextOf(`${name}-${newId()}`));
    const texts = ['one', 'two', 'three', 'four'];
    database.trap = trap;
    const writes = texts.flatMap((text, place) =>
      contexts.map((context, of) => {
        const trapped = of === 1 && place === 1;
        const memory = memoryOf(text, trapped ? FIELDS : {});
        return service.remember(context, trapped ? trap.memory(memory) : memory);
      }),
    );
    trap.arm();
    const settled = await Promise.allSettled(writes);
    database.trap = new Trap(Infinity);
    expect(settled.map(({ status }) => status)).toEqual(
      settled.map((_, index) => (index === 4 ? fate : 'fulfilled')),
    );
    for (const [index, context] of contexts.entries()) {
      const lost = index === 1 && fate === 'rejected';
      await expectWhole(context, lost ? texts.filter((text) => text !== 'two') : texts);
    }
    return trap.longest;
  }

  it('at any step of planning, encoding or statement leaves the others stored, their chains whole and their changes without gaps', async () => {
    const steps = await writeWith(new Trap(Infinity), 'fulfilled');
    expect(steps).toBeGreaterThan(20);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: steps }), async (step) => {
        await writeWith(new Trap(step), 'rejected');
      }),
      { numRuns: 20, seed: 20_261_130 },
    );
  }, 120_000);

  it('because its memory was imported in the last version there can be is refused, and 300 writes beside it are stored', async () => {
    const { service } = await opened();
    const [attacker, victim] = [contextOf(`attacker-${newId()}`), contextOf(`victim-${newId()}`)];
    await service.remember(attacker, memoryOf('first', { key: 'k' }));
    await service.import(attacker, inLastVersion(service.export(attacker, { namespace: null })), {
      resume: null,
    });
    const texts = Array.from({ length: 300 }, (_, index) => `note ${index}`);
    const attacks: Promise<unknown>[] = [];
    const writes: Promise<unknown>[] = [];
    for (const [index, text] of texts.entries()) {
      if (index % 10 === 0)
        attacks.push(service.remember(attacker, memoryOf(`again ${index}`, { key: 'k' })));
      writes.push(service.remember(victim, memoryOf(text)));
      if (index % 50 === 49) await Promise.allSettled([...attacks, ...writes]);
    }
    await Promise.all(writes);
    await expectWhole(victim, texts);
    for (const attack of attacks)
      await expect(attack).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        errors: [{ field: 'version' }],
      });
  }, 60_000);
});

/** The file of an export with its one memory in the last version there can be. */
async function* inLastVersion(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file) chunks.push(chunk);
  const [header, memory, trailer] = Buffer.concat(chunks).toString().split('\n') as [string, string, string];
  const changed = memory.replace('"version":1', '"version":2147483647');
  const sha256 = createHash('sha256').update(`${changed}\n`).digest('hex');
  const sealed = trailer.replace(/"sha256":"\w+"/, `"sha256":"${sha256}"`);
  yield Buffer.from([header, changed, sealed, ''].join('\n'));
}
