import * as fc from 'fast-check';
import { change, planWrites, remember, remove, storedFrom } from './fixtures/planning';
import type { MemoryRow, TenantPlan } from './tenant-plan';
import type { WriteOperation, WriteOutcome } from './write-operation';

describe('WritePlanner over groups', () => {
  it('comes to the same whether operations share a group or each has its own', () => {
    const fields = {
      content: fc.constantFrom('a', 'b'),
      key: fc.constantFrom(null, 'k1', 'k2'),
      namespace: fc.constantFrom('default', 'other'),
      ttlSeconds: fc.constantFrom(null, 60),
    };
    const patches = fc.record(fields, { requiredKeys: [] });
    const item = fc.record({
      content: fc.constantFrom('a', 'b'),
      key: fc.constantFrom(null, 'k1', 'k2'),
      importance: fc.constantFrom(1, 2),
      target: fc.option(fc.nat(8), { nil: undefined, freq: 2 }),
      patch: fc.option(patches, { nil: undefined, freq: 2 }),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), (items) => {
        const operations: WriteOperation[] = [];
        for (const { target: index, patch, ...fields } of items) {
          const target = index === undefined ? undefined : operations[index];
          if (target?.kind !== 'remember') operations.push(remember(fields));
          else operations.push(patch ? change(target.id, patch) : remove(target.id));
        }
        const together = planWrites([], operations);
        const apart = planApart(operations);
        expect(together.outcomes).toEqual(apart.outcomes);
        expect(together.plan.changes).toEqual(apart.changes);
        expect(together.plan.inserts.map(shownState).toSorted()).toEqual(
          apart.rows.map(shownState).toSorted(),
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

/** One group an operation, over a model of the table. */
function planApart(operations: readonly WriteOperation[]): {
  outcomes: WriteOutcome[];
  changes: TenantPlan['changes'];
  rows: MemoryRow[];
} {
  const rows = new Map<string, MemoryRow>();
  const outcomes: WriteOutcome[] = [];
  const changes: TenantPlan['changes'] = [];
  for (const operation of operations) {
    const stored = [...rows.values()].map((row) => storedFrom(row));
    const {
      outcomes: [outcome],
      plan,
    } = planWrites(stored, [operation], changes.length);
    if (outcome) outcomes.push(outcome);
    changes.push(...plan.changes);
    for (const row of [...plan.inserts, ...plan.updates]) rows.set(row.id, row);
    for (const id of plan.removals) rows.delete(id);
  }
  return { outcomes, changes, rows: [...rows.values()] };
}

function shownState(row: MemoryRow): string {
  return JSON.stringify([row.id, row.version, row.arrival, row.state.fields]);
}
