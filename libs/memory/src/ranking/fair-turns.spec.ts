import { parseTenantId, type TenantId } from '@somabrain/kernel';
import { FairTurns } from './fair-turns';

const [ana, ben] = ['ana', 'ben'].map((id) => parseTenantId(id, 'test')) as [TenantId, TenantId];

describe('FairTurns', () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  it('lets tenants take turns once the first has begun, and keeps the order of each', async () => {
    const turns = new FairTurns();
    const order: string[] = [];
    const asked = ['a1', 'a2', 'a3'].map((name) => turns.take(ana, () => order.push(name)));
    asked.push(...['b1', 'b2'].map((name) => turns.take(ben, () => order.push(name))));
    await Promise.all(asked);
    expect(order).toEqual(['a1', 'a2', 'b1', 'a3', 'b2']);
  });

  it('answers with the result and the time of the work alone, and throws what it threw', async () => {
    const turns = new FairTurns();
    const work = () => {
      now += 2_000;
      return 'done';
    };
    await expect(turns.take(ana, work)).resolves.toEqual({ result: 'done', seconds: 2 });
    const failing = turns.take(ana, () => {
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    await turns.idle();
  });

  it('refuses a tenant whose work waits too long, and only that one', async () => {
    const turns = new FairTurns();
    const asked = [1, 2, 3].map((each) => turns.take(ana, () => each));
    now = 501;
    await expect(turns.take(ana, () => 4)).rejects.toMatchObject({ code: 'OVERLOADED' });
    await expect(turns.take(ben, () => 5)).resolves.toMatchObject({ result: 5 });
    await expect(Promise.all(asked)).resolves.toHaveLength(3);
    await expect(turns.take(ana, () => 6)).resolves.toMatchObject({ result: 6 });
  });
});
