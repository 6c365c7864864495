import { GroupCommit, type GroupTransaction, type GroupWriter, type WriteUnit } from '@somabrain/database';
import { parseTenantId, type TenantId } from '@somabrain/kernel';
import { quietLogger, TestDatabase } from '../support/test-database';

const tenantOf = (id: string): TenantId => parseTenantId(id, 'test');
const [bad, good, other] = [tenantOf('bad'), tenantOf('good'), tenantOf('other')];

/** Stores notes under the change sequence, and throws what a note asks for. */
class ThrowingWriter implements GroupWriter<string, number> {
  readonly headColumns = 'change_seq';
  /** The tenants of each transaction, those that failed too. */
  readonly groups: TenantId[][] = [];

  async write(
    transaction: GroupTransaction,
    units: readonly WriteUnit<string>[],
  ): Promise<readonly number[]> {
    this.groups.push([...new Set(units.map(({ tenant }) => tenant))]);
    const seqs = new Map<TenantId, number>();
    const answers: number[] = [];
    for (const { tenant, operations } of units) {
      for (const text of operations) {
        throwAt(text);
        if (/^\w{5}$/.test(text)) await transaction.query({ text: raising(text) }, []);
        const seq = (seqs.get(tenant) ?? Number(transaction.heads.get(tenant)?.change_seq ?? 0)) + 1;
        seqs.set(tenant, seq);
        await transaction.query({ text: 'insert into notes values ($1, $2, $3)' }, [tenant, seq, text]);
      }
      answers.push(seqs.get(tenant) ?? 0);
    }
    const moved = { text: 'update tenant_heads set change_seq = $2 where tenant_id = $1' };
    for (const [tenant, seq] of seqs) await transaction.query(moved, [tenant, seq]);
    return answers;
  }
}

function throwAt(text: string): void {
  if (text === 'TypeError') throw new TypeError('this unit is broken');
  if (text === 'RangeError') Buffer.alloc(4).writeInt32BE(2_147_483_648);
  if (text === 'timeout') throw new TypeError("Cannot read properties of undefined (reading 'timeout')");
}

function raising(code: string): string {
  return `do $$ begin raise exception 'x' using errcode = '${code}'; end $$`;
}

describe('A unit that breaks its group', () => {
  let test: TestDatabase;
  let writer: ThrowingWriter;
  let commits: GroupCommit<string, number>;
  let told: () => void;

  beforeAll(async () => {
    test = await TestDatabase.create();
    await test.asOwner(
      'create table notes (tenant_id text, seq bigint, text text, primary key (tenant_id, seq))',
    );
    await test.asOwner('grant all on notes to somabrain_service');
  });

  beforeEach(() => {
    writer = new ThrowingWriter();
    told = () => undefined;
    const onGroup = (): void => {
      told();
    };
    commits = new GroupCommit(test.database, writer, { capacity: 10_000, onGroup }, quietLogger());
  });

  afterEach(async () => {
    await commits.close();
    await test.asOwner('truncate notes');
    await test.asOwner('update tenant_heads set change_seq = 0');
  });

  afterAll(() => test.drop());

  async function notesOf(tenant: TenantId): Promise<string[]> {
    const sql = 'select seq, text from notes where tenant_id = $1 order by seq';
    const rows = await test.asOwner<{ seq: string; text: string }>(sql, [tenant]);
    expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, index) => index + 1));
    return rows.map((row) => row.text);
  }

  /** The state of each, or the name or code of what it failed with. */
  async function fatesOf(writes: readonly Promise<unknown>[]): Promise<string[]> {
    const settled = await Promise.allSettled(writes);
    return settled.map((result) => {
      if (result.status === 'fulfilled') return 'stored';
      const { code, name } = result.reason as { code?: string; name: string };
      return code ?? name;
    });
  }

  it.each([
    ['TypeError', 'TypeError'],
    ['RangeError', 'ERR_OUT_OF_RANGE'],
    ['timeout', 'TypeError'],
    ['42P01', '42P01'],
    ['54000', '54000'],
    ['XX000', 'XX000'],
    ['22003', 'VALIDATION_FAILED'],
  ])('stands alone in the end, whatever it fails with: %s', async (text, fate) => {
    const numbers = Array.from({ length: 20 }, (_, index) => `note ${index}`);
    const writes = numbers.flatMap((number, index) => [
      commits.submit(good, [number]),
      commits.submit(bad, [index === 7 ? text : number]),
      commits.submit(other, [number]),
    ]);
    const fates = await fatesOf(writes);
    expect(fates.filter((each) => each !== 'stored')).toEqual([fate]);
    expect(fates[22]).toBe(fate);
    expect(await notesOf(good)).toEqual(numbers);
    expect(await notesOf(other)).toEqual(numbers);
    expect(await notesOf(bad)).toEqual(numbers.filter((_, index) => index !== 7));
  });

  it('costs the others one search a tenant, however many of its units fail', async () => {
    const writes = Array.from({ length: 60 }, (_, index) => [
      commits.submit(bad, ['TypeError']),
      commits.submit(good, [`note ${index}`]),
    ]).flat();
    const fates = await fatesOf(writes);
    expect(fates.filter((fate) => fate === 'stored')).toHaveLength(60);
    const shared = writer.groups.filter((tenants) => tenants.includes(good));
    expect(shared.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(120)));
  });

  it('keeps its tenant out of the groups of the others for a while, and stores what else it writes', async () => {
    await fatesOf([commits.submit(bad, ['TypeError']), commits.submit(good, ['note 0'])]);
    writer.groups.length = 0;
    const writes = [1, 2, 3].flatMap((index) => [
      commits.submit(bad, [`note ${index}`]),
      commits.submit(good, [`note ${index}`]),
    ]);
    expect(new Set(await fatesOf(writes))).toEqual(new Set(['stored']));
    expect(writer.groups.filter((tenants) => tenants.length > 1)).toEqual([]);
    expect(await notesOf(bad)).toEqual(['note 1', 'note 2', 'note 3']);
  });

  it('is found by its tenant where a statement took too long: the next time each tenant is tried by itself', async () => {
    const first = await fatesOf([commits.submit(bad, ['57014']), commits.submit(good, ['note 0'])]);
    expect(first).toEqual(['DATABASE_UNAVAILABLE', 'DATABASE_UNAVAILABLE']);
    const second = await fatesOf([commits.submit(bad, ['57014']), commits.submit(good, ['note 0'])]);
    expect(second).toEqual(['DATABASE_UNAVAILABLE', 'stored']);
    expect(await notesOf(good)).toEqual(['note 0']);
  });

  it('is answered at once, with the others, where the database is away', async () => {
    const fates = await fatesOf([
      commits.submit(bad, ['57P01']),
      commits.submit(good, ['note 0']),
      commits.submit(other, ['note 0']),
    ]);
    expect(new Set(fates)).toEqual(new Set(['DATABASE_UNAVAILABLE']));
    expect(writer.groups).toHaveLength(1);
  });

  it('is not taken for failed because whoever is told of the group fails', async () => {
    told = () => {
      throw new Error('metrics are broken');
    };
    expect(await fatesOf([commits.submit(good, ['a note']), commits.submit(other, ['a note'])])).toEqual([
      'stored',
      'stored',
    ]);
    expect(await notesOf(good)).toEqual(['a note']);
  });
});
