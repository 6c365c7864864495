import { NOW, planWrites, remember, remove, storedFrom } from '../planning/fixtures/planning';
import type { ImportOperation } from '../planning/write-operation';

const file = (
  fields: Parameters<typeof remember>[0],
  more: Partial<ImportOperation> = {},
): ImportOperation => {
  const { operationId, actor, traceId, idempotency, state, id, nonce } = remember(fields);
  return {
    kind: 'import',
    operationId,
    actor,
    traceId,
    idempotency,
    id,
    nonce,
    state,
    version: 3,
    createdAt: 1_000,
    updatedAt: 3_000,
    expiresAt: null,
    versions: [{ version: 2, state, expiresAt: null, recordedAt: 2_000, replacedAt: 3_000 }],
    links: [{ type: 'part_of', target: 'key:default france', weight: 1 }],
    ...more,
  };
};
const here = () => {
  const [row] = planWrites([], [remember({ key: 'k' })]).plan.inserts;
  if (!row) throw new Error('Nothing was made');
  return storedFrom(row);
};

describe('a planned import', () => {
  it('adds a memory as it was, with its versions and links', () => {
    const operation = file({ key: 'k' });
    const { outcomes, plan } = planWrites([], [operation], 7);
    expect(outcomes).toEqual([{ status: 'imported', replayed: false }]);
    const times = { createdAt: 1_000, updatedAt: 3_000, expiresAt: null };
    expect(plan.inserts).toMatchObject([{ id: operation.id, version: 3, arrival: 8, ...times }]);
    expect(plan.importedVersions).toMatchObject([
      { row: { id: operation.id, version: 2, updatedAt: 2_000, createdAt: 1_000 }, replacedAt: 3_000 },
    ]);
    expect(plan.links).toMatchObject([{ sourceId: operation.id, target: 'key:default france' }]);
    expect(plan.events).toMatchObject([{ action: 'memory.imported', data: { version: 3 } }]);
  });

  it('brings an older memory up to it, under its own nonce and arrival', () => {
    const memory = here();
    const { outcomes, plan } = planWrites(
      [memory],
      [file({ key: 'k', content: 'new' }, { id: memory.id })],
      1,
    );
    expect(outcomes).toEqual([{ status: 'replaced', replayed: false }]);
    expect(plan.updates).toMatchObject([
      {
        version: 3,
        updatedAt: 3_000,
        arrival: 1,
        nonce: memory.nonce,
        state: { fields: { content: 'new' } },
      },
    ]);
    expect(plan.links).toHaveLength(1);
  });

  it('leaves what is here in a newer version, and completes what is here in the same one', () => {
    for (const [version, belongings] of [
      [3, 1],
      [4, 0],
    ]) {
      const memory = { ...here(), version: version! };
      const { outcomes, plan } = planWrites([memory], [file({ key: 'k' }, { id: memory.id })]);
      expect(outcomes).toEqual([{ status: 'unchanged', replayed: false }]);
      expect([plan.updates, plan.changes, plan.events]).toEqual([[], [], []]);
      expect([plan.links.length, plan.importedVersions.length]).toEqual([belongings, belongings]);
    }
  });

  it('is refused the key of another memory of the same user and agent, unless its time is over', () => {
    const memory = here();
    const operation = file({ key: 'k' });
    expect(planWrites([memory], [operation]).outcomes).toMatchObject([
      { status: 'refused', problem: { code: 'KEY_TAKEN', errors: [{ field: 'key' }] } },
    ]);
    const other = file({ key: 'k', userId: 'ben' });
    expect(planWrites([memory], [other]).outcomes).toMatchObject([{ status: 'imported' }]);
    const after = planWrites([{ ...memory, expired: true }], [operation]);
    expect(after.outcomes).toMatchObject([{ status: 'imported' }]);
    expect(after.plan.removals).toEqual([memory.id]);
  });

  it('leaves nothing of a memory that the group removes again, and may bring it anew', () => {
    const operation = file({ key: 'k' });
    const gone = planWrites([], [operation, remove(operation.id)]).plan;
    expect([gone.inserts, gone.importedVersions, gone.links]).toEqual([[], [], []]);
    const { outcomes } = planWrites([], [operation, remove(operation.id), operation]);
    expect(outcomes.map(({ status }) => status)).toEqual(['imported', 'removed', 'imported']);
  });

  it('may bring a memory whose time is over already', () => {
    const { plan } = planWrites([], [file({}, { expiresAt: NOW }), remember()]);
    expect(plan.events.map(({ action }) => action)).toEqual([
      'memory.imported',
      'memory.expired',
      'memory.remembered',
    ]);
  });
});
