import { GroupCommit, type GroupTransaction, type GroupWriter, type WriteUnit } from '@somabrain/database';
import { parseTenantId, type TenantId } from '@somabrain/kernel';
import { asOwner, quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

const tenants = ['a', 'b', 'c'].map((id) => parseTenantId(id, 'test')) as [TenantId, TenantId, TenantId];
const [a, b] = tenants;

interface Note {
  readonly text: string;
}

/** Stores notes under the change sequence, as real writers do; a test can step in before the statement. */
class NoteWriter implements GroupWriter<Note, number[]> {
  readonly headColumns = 'change_seq';
  readonly groups: number[] = [];
  before: (transaction: GroupTransaction) => Promise<void> = () => Promise.resolve();

  async write(transaction: GroupTransaction, units: readonly WriteUnit<Note>[]): Promise<number[][]> {
    this.groups.push(units.length);
    await this.before(transaction);
    const seqs = new Map<TenantId, number>();
    const answers: number[][] = [];
    for (const { tenant, operations } of units) {
      const answer: number[] = [];
      for (const { text } of operations) {
        const seq = (seqs.get(tenant) ?? Number(transaction.heads.get(tenant)?.change_seq ?? 0)) + 1;
        seqs.set(tenant, seq);
        await transaction.query(
          { name: 'note', text: 'insert into notes values ($1, $2, $3::text::integer, $4)' },
          [tenant, seq, text, text],
        );
        await transaction.query(
          { name: 'head', text: 'update tenant_heads set change_seq = $2 where tenant_id = $1' },
          [tenant, seq],
        );
        answer.push(seq);
      }
      answers.push(answer);
    }
    return answers;
  }
}

describe('GroupCommit', () => {
  let test: TestDatabase;
  let writer: NoteWriter;
  let commits: GroupCommit<Note, number[]>;

  beforeAll(async () => {
    test = await TestDatabase.create();
    await test.asOwner(
      `create table notes (tenant_id text, seq bigint, number integer, text text, primary key (tenant_id, seq))`,
    );
    await test.asOwner(`grant all on notes to somabrain_service`);
  });

  beforeEach(() => {
    writer = new NoteWriter();
    commits = new GroupCommit(
      test.database,
      writer,
      { capacity: 1_000, onGroup: () => undefined },
      quietLogger(),
    );
  });

  afterEach(async () => {
    await commits.close();
    await test.asOwner('truncate notes');
    await test.asOwner('update tenant_heads set change_seq = 0');
  });

  afterAll(() => test.drop());

  async function notesOf(tenant: TenantId): Promise<string[]> {
    const rows = await test.asOwner<{ text: string }>(
      'select text from notes where tenant_id = $1 order by seq',
      [tenant],
    );
    return rows.map((row) => row.text);
  }

  it('commits bulk beside the groups, which do not wait for it', async () => {
    const bulk = Array.from({ length: 100 }, (_, number) => ({ text: String(number) }));
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    writer.before = async (transaction) => {
      if (transaction.heads.has(a)) await held;
    };
    const slow = commits.submit(a, bulk);
    const after = commits.submit(a, [{ text: '100' }]);
    expect(await commits.submit(b, [{ text: '0' }])).toEqual([1]);
    expect(await notesOf(a)).toEqual([]);
    release();
    expect(await slow).toHaveLength(100);
    expect(await after).toEqual([101]);
    expect(await notesOf(a)).toEqual(Array.from({ length: 101 }, (_, number) => String(number)));
  });

  it('commits what arrives together in one transaction, across tenants, without gaps', async () => {
    const texts = Array.from({ length: 30 }, (_, index) => String(index));
    const answers = await Promise.all(
      texts.flatMap((text) => tenants.map((tenant) => commits.submit(tenant, [{ text }]))),
    );
    expect(writer.groups.length).toBeLessThanOrEqual(2);
    expect(answers.flat().toSorted((x, y) => x - y)).toEqual(
      texts.flatMap((_, index) => [index + 1, index + 1, index + 1]),
    );
    for (const tenant of tenants) expect(await notesOf(tenant)).toEqual(texts);
  });

  it('refuses only the unit whose value the database refuses', async () => {
    const outcomes = await Promise.allSettled(
      ['1', '2', 'three', '4'].map((text) => commits.submit(a, [{ text }])),
    );
    expect(outcomes.map((outcome) => outcome.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(outcomes[2]).toMatchObject({ reason: { code: 'VALIDATION_FAILED' } });
    expect(await notesOf(a)).toEqual(['1', '2', '4']);
  });

  it('stores all of a unit or nothing', async () => {
    await expect(commits.submit(a, [{ text: '1' }, { text: 'two' }])).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    expect(await notesOf(a)).toEqual([]);
  });

  it('does not let a locked head hold up the others, and serves it as soon as it is free', async () => {
    await commits.submit(a, [{ text: '1' }]);
    await asOwner(test.dsn, async (holder) => {
      await holder.query(`begin`);
      await holder.query(`select from tenant_heads where tenant_id = 'a' for update`);
      const waiting = commits.submit(a, [{ text: '2' }]);
      for (const text of ['1', '2', '3', '4', '5', '6']) await commits.submit(b, [{ text }]);
      expect(await notesOf(b)).toEqual(['1', '2', '3', '4', '5', '6']);
      expect(await notesOf(a)).toEqual(['1']);
      await holder.query('commit');
      await waiting;
    });
    expect(await notesOf(a)).toEqual(['1', '2']);
  });

  it('does not begin what nobody waits for any more, and stores what is in time', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    writer.before = () => held;
    const first = commits.submit(a, [{ text: '1' }]);
    await waitFor(() => writer.groups.length === 1, { timeoutMs: 5_000, what: () => 'the first group' });
    const late = commits.submit(a, [{ text: '2' }], performance.now() + 1);
    const patient = commits.submit(a, [{ text: '3' }], performance.now() + 60_000);
    const refused = expect(late).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    const over = performance.now() + 2;
    await waitFor(() => performance.now() > over, { timeoutMs: 5_000, what: () => 'the deadline to pass' });
    release();
    await refused;
    const answers = [...(await first), ...(await patient)];
    expect(answers[1]).toBe((answers[0] ?? 0) + 1);
    writer.before = () => Promise.resolve();
  });

  it('answers DATABASE_UNAVAILABLE when the connection is lost before the commit, and stores nothing', async () => {
    writer.before = (transaction) => terminateSelf(transaction);
    await expect(commits.submit(a, [{ text: '1' }])).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    writer.before = () => Promise.resolve();
    expect(await notesOf(a)).toEqual([]);
    await commits.submit(a, [{ text: '2' }]);
    expect(await notesOf(a)).toEqual(['2']);
  });

  it('tries again after a deadlock or a serialisation failure', async () => {
    let failures = 2;
    writer.before = async (transaction) => {
      if (failures-- > 0)
        await transaction.query(
          { name: 'fail', text: `do $$ begin raise exception 'x' using errcode = '40P01'; end $$` },
          [],
        );
    };
    await commits.submit(a, [{ text: '1' }]);
    expect(await notesOf(a)).toEqual(['1']);
  });

  it('takes no more once it is closed, and answers what it has', async () => {
    const accepted = commits.submit(a, [{ text: '1' }]);
    const closed = commits.close();
    await expect(commits.submit(a, [{ text: '2' }])).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await closed;
    await expect(accepted).resolves.toEqual([1]);
  });

  it('keeps each tenant gap-free when two processes write at once', async () => {
    const other = new GroupCommit(
      test.database,
      new NoteWriter(),
      { capacity: 1_000, onGroup: () => undefined },
      quietLogger(),
    );
    const numbers = Array.from({ length: 100 }, (_, index) => String(index));
    await Promise.all(numbers.flatMap((text) => [commits, other].map((each) => each.submit(a, [{ text }]))));
    await other.close();
    const rows = await test.asOwner<{ seq: string }>(
      `select seq from notes where tenant_id = 'a' order by seq`,
    );
    expect(rows.map((row) => Number(row.seq))).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });
});

async function terminateSelf(transaction: GroupTransaction): Promise<void> {
  await transaction.query(
    { name: 'terminate', text: `do $$ begin raise exception 'x' using errcode = '57P01'; end $$` },
    [],
  );
}
