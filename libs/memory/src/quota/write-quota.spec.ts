import type { Problem } from '@somabrain/kernel';
import {
  change,
  remember,
  remove,
  statusesOf,
  storedFrom,
  PlannerFixture,
} from '../planning/fixtures/planning';

const plannerWith = (used: number, limit: number | null) => new PlannerFixture({ used, limit });

describe('the daily quota', () => {
  it('lets through what fits, and refuses what does not', () => {
    const { outcomes, plan } = plannerWith(3, 5).apply(
      ['a', 'b', 'c', 'd'].map((key) => [remember({ key })]),
    );
    expect(statusesOf(outcomes)).toEqual(['created', 'created', 'refused', 'refused']);
    const [, , refused] = outcomes as { problem?: Problem }[];
    expect(refused?.problem).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      message: expect.stringMatching(/^daily write quota exceeded/) as string,
    });
    expect([plan.writesToday, plan.inserts.length, plan.events.length]).toEqual([5, 2, 2]);
  });

  it('takes a batch that wants all or nothing as a whole', () => {
    const batch = ['a', 'b', 'c'].map((key) => remember({ key }));
    const short = plannerWith(3, 5).apply([batch]);
    expect(statusesOf(short.outcomes)).toEqual(['refused', 'refused', 'refused']);
    expect([short.plan.writesToday, short.plan.inserts]).toEqual([null, []]);
    expect(plannerWith(2, 5).apply([batch]).plan.writesToday).toBe(5);
  });

  it('is not used by what changes nothing, nor by what removes', () => {
    const first = plannerWith(0, null).apply([[remember({ key: 'a' })]]);
    const [row] = first.plan.inserts;
    if (!row) throw new Error('Nothing was stored');
    const fixture = plannerWith(1, 3);
    const { outcomes, plan } = fixture.apply(
      [[remember({ key: 'a' })], [change(row.id, {})], [change(row.id, { importance: 2 })], [remove(row.id)]],
      [storedFrom(row)],
    );
    expect(statusesOf(outcomes)).toEqual(['deduplicated', 'changed', 'changed', 'removed']);
    expect(plan.writesToday).toBe(2);
  });

  it('is not used by the repeat of a request', () => {
    const idempotency = { digest: 'digest', fingerprint: 'fingerprint' };
    const once = { ...remember({ key: 'a' }), idempotency };
    const { outcomes, plan } = plannerWith(0, 1).apply([[once], [{ ...once, operationId: 'again' }]]);
    expect(outcomes).toMatchObject([
      { status: 'created', replayed: false },
      { status: 'created', replayed: true },
    ]);
    expect(plan.writesToday).toBe(1);
  });

  it('of nothing refuses everything, and of none nothing', () => {
    expect(statusesOf(plannerWith(0, 0).apply([[remember()]]).outcomes)).toEqual(['refused']);
    const { outcomes, plan } = plannerWith(1e9, null).apply([[remember()]]);
    expect([statusesOf(outcomes), plan.writesToday]).toEqual([['created'], 1e9 + 1]);
  });
});
