import { randomBytes } from 'node:crypto';
import { parseTenantId, type TenantId } from '@somabrain/kernel';
import { TestDatabase } from '../support/test-database';

const BYTES = { text: `select decode($1, 'hex')` };
const MANY = {
  text: `select decode(repeat(lpad(to_hex(n), 2, '0'), $1), 'hex') from generate_series(0, 9) n`,
};

const ONE = parseTenantId('one', 'tenant');

describe('values of bytes that are copied out of Postgres', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await TestDatabase.create();
  });
  afterAll(() => test.drop());

  const copied = (text: string, ...values: (string | number)[]) =>
    test.database.readTenant({ tenant: ONE }, async (transaction) => {
      const all: Buffer[] = [];
      await transaction.copy({ text }, values, (value) => all.push(Buffer.from(value)));
      return all;
    });

  it('are as they are stored, the empty and the large ones', async () => {
    const large = randomBytes(1_000_000);
    expect(await copied(BYTES.text, large.toString('hex'))).toEqual([large]);
    expect(await copied(BYTES.text, '')).toEqual([Buffer.alloc(0)]);
    expect(await copied(`${BYTES.text} where false`, '')).toEqual([]);
  });

  it('come each by itself, in their order', async () => {
    const expected = Array.from({ length: 10 }, (_, number) => Buffer.alloc(70_000, number));
    expect(await copied(MANY.text, 70_000)).toEqual(expected);
  });

  it('are asked for with any text as a parameter', async () => {
    for (const text of [`it's`, String.raw`\'; drop table memories; --`, '$1', 'ключ'])
      expect(await copied(`select convert_to($1, 'UTF8')`, text)).toEqual([Buffer.from(text)]);
  });

  it('leave the connection of use when the query or their reader fails', async () => {
    await expect(copied('select nonsense')).rejects.toThrow('nonsense');
    const broken = test.database.readTenant({ tenant: ONE }, (transaction) =>
      transaction.copy(MANY, [70_000], () => {
        throw new Error('cannot take it');
      }),
    );
    await expect(broken).rejects.toThrow('cannot take it');
    expect(await copied(BYTES.text, '2a')).toEqual([Buffer.from('*')]);
  });

  it('are only those of the tenant that is asked for', async () => {
    await test.database.writeTenant(ONE, (transaction) =>
      transaction.query(
        {
          text: `insert into index_snapshots (tenant_id, namespace, snapshot, part, parts, made_by, change_seq, content)
            values ('one', 'n', gen_random_uuid(), 0, 1, 'm', 1, '\\x2a')`,
        },
        [],
      ),
    );
    const of = (tenant: TenantId) =>
      test.database.readTenant({ tenant }, async (transaction) => {
        let count = 0;
        await transaction.copy({ text: 'select content from index_snapshots' }, [], () => (count += 1));
        return count;
      });
    expect([await of(ONE), await of(parseTenantId('two', 'tenant'))]).toEqual([1, 0]);
  });
});
