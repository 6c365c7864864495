import {
  change,
  fromJournal,
  journal,
  remember,
  remove,
  statusesOf,
  PlannerFixture,
} from '../planning/fixtures/planning';
import type { WriteOperation, WriteOutcome } from '../planning/write-operation';

const UNLIMITED = { used: 0, limit: null };

/** Plans each operation as a unit of its own, while so many rows wait. @param present those that are still there */
function planWrites(
  operations: readonly WriteOperation[],
  count = 0,
  present: readonly number[] = [],
  quota: { used: number; limit: number | null } = UNLIMITED,
) {
  const units = operations.map((operation) => [operation]);
  return new PlannerFixture(quota, { count, present: new Set(present) }).apply(units);
}

const refusals = (outcomes: readonly WriteOutcome[]): (string | null)[] =>
  outcomes.map((outcome) => (outcome.status === 'refused' ? outcome.problem.code : null));

describe('a write that is queued in the journal', () => {
  it('is audited as accepted and changes no memory', () => {
    const operation = journal({ content: 'tea', key: 'drink' });
    const { outcomes, plan } = planWrites([operation]);
    expect(outcomes).toEqual([
      expect.objectContaining({ status: 'queued', id: operation.id, key: 'drink', replayed: false }),
    ]);
    expect(plan.events).toEqual([
      expect.objectContaining({ id: operation.operationId, action: 'memory.accepted', data: { bytes: 3 } }),
    ]);
    expect(plan.journaled).toEqual([operation]);
    expect([...plan.inserts, ...plan.changes]).toEqual([]);
  });

  it('is accepted once, however often it is sent', () => {
    const operation = journal();
    const { outcomes, plan } = planWrites([operation, { ...operation, operationId: 'again', id: 'another' }]);
    expect(outcomes[1]).toMatchObject({ status: 'queued', id: operation.id, replayed: true });
    expect(plan.journaled).toHaveLength(1);
  });

  it('counts against the quota when it is accepted, and not again when it is stored', () => {
    const quota = { used: 9, limit: 10 };
    const { outcomes, plan } = planWrites([journal(), journal({ content: 'one too many' })], 0, [], quota);
    expect(refusals(outcomes)).toEqual([null, 'QUOTA_EXCEEDED']);
    expect(plan.writesToday).toBe(10);
    const later = planWrites([fromJournal(1, journal())], 1, [1], { used: 10, limit: 10 });
    expect(statusesOf(later.outcomes)).toEqual(['created']);
    expect(later.plan.writesToday).toBeNull();
  });

  it('is refused like any other where its writer would not see it', () => {
    const { outcomes } = planWrites([{ ...journal({ userId: 'u2' }), visibility: { userId: ['u1'] } }]);
    expect(refusals(outcomes)).toEqual(['POLICY_DENIED']);
  });

  it('is stored under its id, refers to its acceptance, and leaves the journal', () => {
    const accepted = journal();
    const { outcomes, plan } = planWrites([fromJournal(7, accepted)], 1, [7]);
    expect(outcomes).toEqual([expect.objectContaining({ status: 'created', id: accepted.id })]);
    expect(plan.drained).toEqual([7]);
    expect(plan.events[0]?.data).toMatchObject({ accepted_id: 'accepted-7' });
  });

  it('leaves the journal, too, where it turns out to be known', () => {
    const rows = [fromJournal(7, journal()), fromJournal(8, journal())];
    const { outcomes, plan } = planWrites(rows, 2, [7, 8]);
    expect(statusesOf(outcomes)).toEqual(['created', 'deduplicated']);
    expect(plan.drained).toEqual([7, 8]);
  });

  it('is not stored again by who comes too late', () => {
    const row = fromJournal(7, journal());
    const { outcomes, plan } = planWrites([row, row], 1, [7]);
    expect(statusesOf(outcomes)).toEqual(['created', 'absent']);
    expect(statusesOf(planWrites([row], 1, []).outcomes)).toEqual(['absent']);
    expect(plan.drained).toEqual([7]);
  });
});

describe('while writes of a tenant wait', () => {
  it('no other overtakes them', () => {
    const others = [remember(), change('memory-1', { tags: ['x'] }), remove('memory-1')];
    const { outcomes, plan } = planWrites(others, 1);
    expect(refusals(outcomes)).toEqual(['WRITES_QUEUED', 'WRITES_QUEUED', 'WRITES_QUEUED']);
    expect([...plan.inserts, ...plan.events]).toEqual([]);
  });

  it('more are accepted behind them, and memories whose time is over go', () => {
    expect(statusesOf(planWrites([journal(), remove('memory-1', 'expire')], 1).outcomes)).toEqual([
      'queued',
      'absent',
    ]);
  });

  it('others pass from the moment the last of them is stored', () => {
    const { outcomes } = planWrites([fromJournal(7, journal()), remember({ content: 'behind it' })], 1, [7]);
    expect(statusesOf(outcomes)).toEqual(['created', 'created']);
    expect(refusals(planWrites([journal(), remember()]).outcomes)).toEqual([null, 'WRITES_QUEUED']);
  });
});
