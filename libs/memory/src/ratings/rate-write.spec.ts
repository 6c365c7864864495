import { planWrites, remember, remove, storedFrom } from '../planning/fixtures/planning';
import type { RateOperation } from '../planning/write-operation';

const stored = planWrites(
  [],
  ['a', 'b', 'c'].map((key) => remember({ key })),
).plan.inserts.map((row) => storedFrom(row));
const [a, b, c] = stored.map(({ id }) => id) as [string, string, string];

function rate(values: Record<string, number>, question = 'q'): RateOperation {
  const ratings = Object.entries(values).map(([memoryId, value]) => ({
    memoryId,
    question,
    vector: null,
    value,
  }));
  const accepted = { operationId: 'rate', actor: 'ana', traceId: 'trace', idempotency: null };
  return { kind: 'rate', ...accepted, ratings };
}

describe('planned ratings', () => {
  it('are recorded by what they say', () => {
    const { outcomes, plan } = planWrites(stored, [rate({ [a]: 1, [b]: -1, [c]: 0 })]);
    expect(outcomes).toEqual([{ status: 'rated', rated: 3, replayed: false }]);
    expect(plan.ratings.map(({ memoryId, value }) => [memoryId, value])).toEqual([
      [a, 1],
      [b, -1],
      [c, 0],
    ]);
    expect(plan.events).toMatchObject([
      {
        action: 'memories.rated',
        resource: { type: 'tenant', id: 'acme' },
        data: { rated: 3, useful: [a], useless: [b], taken_back: [c] },
      },
    ]);
  });

  it('are all refused where one memory is not there', () => {
    const { outcomes, plan } = planWrites(stored, [rate({ [a]: 1, unknown: 1 })]);
    expect(outcomes).toMatchObject([{ status: 'refused', problem: { code: 'MEMORY_NOT_FOUND' } }]);
    expect([plan.ratings, plan.events]).toEqual([[], []]);
  });

  it('count once for a memory and a question, the last one, and go with the memory', () => {
    const operations = [rate({ [a]: 1 }), rate({ [a]: -1 }), rate({ [a]: 1 }, 'other'), rate({ [b]: 1 })];
    const { plan } = planWrites(stored, [...operations, remove(b)]);
    expect(plan.ratings.map(({ question, value }) => [question, value])).toEqual([
      ['q', -1],
      ['other', 1],
    ]);
  });
});
