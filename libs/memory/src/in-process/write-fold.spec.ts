import * as fc from 'fast-check';
import { memoryOf } from '../../../../test/support/memory-fields';
import type { NewMemory } from '../memory';
import { contentDigest, duplicateDigestOf, stateDigestOf } from './memory-digests';
import { type MemoryRow, type StoredMemory, type TenantPlan, WriteFold } from './write-fold';
import type { RememberOperation, WriteOperation, WriteOutcome } from './write-operation';

const NOW = Date.UTC(2026, 0, 1);

let made = 0;
function remember(fields: Partial<NewMemory> = {}): RememberOperation {
  const memory = memoryOf('Paris is the capital of France', fields);
  made += 1;
  return {
    kind: 'remember',
    operationId: `operation-${made}`,
    actor: 'ana',
    traceId: 'trace',
    memory,
    id: `memory-${made}`,
    metadataJson: JSON.stringify(memory.metadata),
    tagsJson: JSON.stringify(memory.tags),
    duplicateDigest: duplicateDigestOf(memory),
    stateDigest: stateDigestOf(memory),
    nonce: Buffer.from(`nonce-${made}`),
    analysed: new Uint8Array(),
  };
}

function remove(id: string, kind: 'delete' | 'expire' = 'delete'): WriteOperation {
  made += 1;
  return { kind, operationId: `operation-${made}`, actor: 'ana', traceId: 'trace', id };
}

function storedFrom(row: MemoryRow, expired = false): StoredMemory {
  const { memory, duplicateDigest, stateDigest } = row.operation;
  const { id, version, createdAt, arrival, nonce } = row;
  return {
    id,
    namespace: memory.namespace,
    key: memory.key,
    version,
    createdAt,
    arrival,
    duplicateDigest,
    stateDigest,
    nonce,
    expired,
  };
}

function fold(
  stored: readonly StoredMemory[],
  operations: readonly WriteOperation[],
  changeSeq = 0,
): { outcomes: WriteOutcome[]; plan: TenantPlan } {
  const writeFold = new WriteFold(NOW, changeSeq, stored, () => 'expiry');
  const outcomes = operations.map((operation) => writeFold.apply(operation));
  return { outcomes, plan: writeFold.plan() };
}

function statusesOf(outcomes: readonly WriteOutcome[]): string[] {
  return outcomes.map((outcome) => outcome.status);
}

describe('WriteFold', () => {
  it('creates what is new, with a change and a record each', () => {
    const { outcomes, plan } = fold([], [remember({ content: 'one' }), remember({ content: 'two' })], 41);
    expect(statusesOf(outcomes)).toEqual(['created', 'created']);
    expect(plan.inserts.map((row) => [row.version, row.arrival])).toEqual([
      [1, 42],
      [1, 43],
    ]);
    expect(plan.changes.map((change) => [change.seq, change.op])).toEqual([
      [42, 'put'],
      [43, 'put'],
    ]);
    expect(plan.events.map((event) => event.action)).toEqual(['memory.remembered', 'memory.remembered']);
  });

  it('takes the same text in the same scope as the same memory, and writes nothing', () => {
    const { outcomes, plan } = fold([], [remember(), remember()]);
    expect(statusesOf(outcomes)).toEqual(['created', 'deduplicated']);
    expect(outcomes[1]).toMatchObject({ id: plan.inserts[0]?.id, version: 1 });
    expect(plan.changes).toHaveLength(1);
    expect(plan.events).toHaveLength(1);
  });

  it.each<[string, Partial<NewMemory>]>([
    ['namespace', { namespace: 'other' }],
    ['user', { userId: 'u1' }],
    ['agent', { agentId: 'a1' }],
    ['speaker', { speaker: 'Ana' }],
    ['text', { content: 'Rome is the capital of Italy' }],
    ['key', { key: 'kb.paris' }],
    ['time', { occurredAt: 5 }],
  ])('tells memories apart by %s', (_, fields) => {
    expect(statusesOf(fold([], [remember(), remember(fields)]).outcomes)).toEqual(['created', 'created']);
  });

  it('lets two people of a session say the same, unless key, position or time says that it is one saying', () => {
    const said = { sessionId: 's1', content: 'Yes' };
    expect(statusesOf(fold([], [remember(said), remember(said)]).outcomes)).toEqual(['created', 'created']);
    for (const place of [{ key: 'k' }, { position: 3 }, { occurredAt: 9 }]) {
      const operations = [remember({ ...said, ...place }), remember({ ...said, ...place })];
      expect(statusesOf(fold([], operations).outcomes)).toEqual(['created', 'deduplicated']);
    }
  });

  it.each<[string, Partial<NewMemory>]>([
    ['metadata', { metadata: { source: 'atlas' } }],
    ['tags', { tags: ['geo'] }],
    ['importance', { importance: 2 }],
    ['time to live', { ttlSeconds: 60 }],
    ['type', { memoryType: 'semantic' }],
  ])('takes a duplicate with other %s as an update', (_, fields) => {
    const { outcomes } = fold([], [remember(), remember(fields)]);
    expect(statusesOf(outcomes)).toEqual(['created', 'updated']);
    expect(outcomes[1]).toMatchObject({ version: 2 });
  });

  it('keeps the states between as versions and touches no row twice', () => {
    const texts = ['one', 'two', 'three'];
    const { plan } = fold(
      [],
      texts.map((content) => remember({ key: 'k', content })),
    );
    expect(plan.inserts.map((row) => [row.version, row.operation.memory.content])).toEqual([[3, 'three']]);
    expect(plan.versions.map(({ row }) => [row.version, row.operation.memory.content])).toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
    expect(plan.changes).toHaveLength(3);
  });

  it('updates a stored memory under its id, nonce and arrival', () => {
    const stored = storedFrom(fold([], [remember({ key: 'k' })]).plan.inserts[0]!);
    const { outcomes, plan } = fold([stored], [remember({ key: 'k', content: 'new', ttlSeconds: 60 })], 1);
    expect(outcomes).toMatchObject([
      { status: 'updated', id: stored.id, version: 2, createdAt: stored.createdAt },
    ]);
    expect(plan.updates).toMatchObject([
      { id: stored.id, arrival: 1, nonce: stored.nonce, expiresAt: NOW + 60_000 },
    ]);
    expect(plan.events[0]?.data).toEqual({
      version: 2,
      bytes: 3,
      content_digest: contentDigest(stored.nonce, 'new'),
    });
  });

  it('counts an expired key as free and records that it expired', () => {
    const stored = storedFrom(fold([], [remember({ key: 'k' })]).plan.inserts[0]!, true);
    const { outcomes, plan } = fold([stored], [remember({ key: 'k' })], 1);
    expect(outcomes).toMatchObject([{ status: 'created', version: 1 }]);
    expect(plan.removals).toEqual([stored.id]);
    expect(plan.events.map((event) => [event.action, event.actor])).toEqual([
      ['memory.expired', 'system'],
      ['memory.remembered', 'ana'],
    ]);
  });

  it('removes what is there, and what expired only on expiry', () => {
    const rows = fold(
      [],
      ['a', 'b'].map((content) => remember({ content })),
    ).plan.inserts;
    const [live, expired] = [storedFrom(rows[0]!), storedFrom(rows[1]!, true)];
    const operations = [
      remove(live.id, 'expire'),
      remove(live.id),
      remove(live.id),
      remove(expired.id),
      remove(expired.id, 'expire'),
      remove('unknown'),
    ];
    const { outcomes, plan } = fold([live, expired], operations, 2);
    expect(statusesOf(outcomes)).toEqual(['absent', 'removed', 'absent', 'absent', 'removed', 'absent']);
    expect(plan.removals).toEqual([live.id, expired.id]);
    expect(plan.changes.map((change) => [change.seq, change.op])).toEqual([
      [3, 'removed'],
      [4, 'removed'],
    ]);
  });

  it('leaves no row of a memory that was created and removed in the same group, but its changes and records', () => {
    const created = remember({ key: 'k' });
    const { outcomes, plan } = fold([], [created, remove(created.id), remember({ key: 'k' })]);
    expect(statusesOf(outcomes)).toEqual(['created', 'removed', 'created']);
    expect(plan.inserts).toHaveLength(1);
    expect(plan.removals).toEqual([]);
    expect(plan.changes.map((change) => change.op)).toEqual(['put', 'removed', 'put']);
    expect(plan.events).toHaveLength(3);
  });

  it('comes to the same whether operations share a group or each has its own', () => {
    const item = fc.record({
      content: fc.constantFrom('a', 'b'),
      key: fc.constantFrom(null, 'k1', 'k2'),
      importance: fc.constantFrom(1, 2),
      removal: fc.option(fc.nat(8), { nil: undefined, freq: 3 }),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), (items) => {
        const operations: WriteOperation[] = [];
        for (const { removal, ...fields } of items) {
          const target = removal === undefined ? undefined : operations[removal];
          operations.push(target?.kind === 'remember' ? remove(target.id) : remember(fields));
        }
        const together = fold([], operations);
        const apart = foldApart(operations);
        expect(together.outcomes).toEqual(apart.outcomes);
        expect(together.plan.changes).toEqual(apart.changes);
        expect(together.plan.inserts.map(stateOf).toSorted()).toEqual(apart.rows.map(stateOf).toSorted());
      }),
      { numRuns: 300 },
    );
  });
});

/** One group an operation, over a model of the table. */
function foldApart(operations: readonly WriteOperation[]): {
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
    } = fold(stored, [operation], changes.length);
    if (outcome) outcomes.push(outcome);
    changes.push(...plan.changes);
    for (const row of [...plan.inserts, ...plan.updates]) rows.set(row.id, row);
    for (const id of plan.removals) rows.delete(id);
  }
  return { outcomes, changes, rows: [...rows.values()] };
}

function stateOf(row: MemoryRow): string {
  return JSON.stringify([row.id, row.version, row.arrival, row.operation.memory]);
}
