import { parseTenantId, type TenantId } from '@somabrain/kernel';
import type { TenantPosition } from './index-feed';
import { SharedPositions } from './shared-positions';

const [ana, bea, eva] = ['ana', 'bea', 'eva'].map((name) => parseTenantId(name, 'test')) as [
  TenantId,
  TenantId,
  TenantId,
];

/** Answers when the test says so, with as many changes as statements were sent. */
class Statements {
  readonly asked: (readonly TenantId[])[] = [];
  private readonly answers: (() => void)[] = [];
  failure: Error | null = null;

  readonly read = (tenants: readonly TenantId[]): Promise<Map<TenantId, TenantPosition>> => {
    this.asked.push(tenants);
    const changeSeq = this.asked.length;
    return new Promise((resolve, reject) => {
      this.answers.push(() => {
        if (this.failure) reject(this.failure);
        else resolve(new Map(tenants.map((tenant) => [tenant, { changeSeq } as TenantPosition])));
      });
    });
  };

  async answer(): Promise<void> {
    this.answers.shift()?.();
    await turn();
  }
}

/** Two turns of the event loop. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

describe('SharedPositions', () => {
  it('asks for all who came meanwhile in one statement, which began after they came', async () => {
    const statements = new Statements();
    const positions = new SharedPositions(statements.read, () => false);
    const first = positions.of(ana);
    await turn();
    const later = [positions.of(ana), positions.of(bea), positions.of(eva), positions.of(bea)];
    expect(statements.asked).toEqual([[ana]]);
    await statements.answer();
    expect(await first).toEqual({ changeSeq: 1 });
    expect(statements.asked).toEqual([[ana], [ana, bea, eva]]);
    await statements.answer();
    expect(await Promise.all(later)).toEqual([2, 2, 2, 2].map((changeSeq) => ({ changeSeq })));
    expect(statements.asked).toHaveLength(2);
  });

  it('waits for more who ask while rankings wait', async () => {
    const statements = new Statements();
    let isBusy = true;
    const positions = new SharedPositions(
      statements.read,
      () => isBusy,
      () => 0,
    );
    const asked = [positions.of(ana)];
    await turn();
    asked.push(positions.of(bea));
    expect(statements.asked).toEqual([]);
    isBusy = false;
    await turn();
    expect(statements.asked).toEqual([[ana, bea]]);
    await statements.answer();
    expect(await Promise.all(asked)).toHaveLength(2);
  });

  it('waits no longer than a few milliseconds for them', async () => {
    const statements = new Statements();
    let now = 0;
    const positions = new SharedPositions(
      statements.read,
      () => true,
      () => now,
    );
    void positions.of(ana);
    await turn();
    expect(statements.asked).toEqual([]);
    now = 3;
    await turn();
    expect(statements.asked).toEqual([[ana]]);
  });

  it('tells a failure to those who shared it, and asks again for the next', async () => {
    const statements = new Statements();
    const positions = new SharedPositions(statements.read, () => false);
    const first = positions.of(ana);
    await turn();
    statements.failure = new Error('gone');
    const failed = expect(first).rejects.toThrow('gone');
    await statements.answer();
    await failed;
    statements.failure = null;
    const next = positions.of(ana);
    await turn();
    await statements.answer();
    expect(await next).toEqual({ changeSeq: 2 });
  });
});
