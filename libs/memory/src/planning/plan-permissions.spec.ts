import type { Problem, Visibility } from '@somabrain/kernel';
import {
  change,
  journal,
  NOW,
  planWrites,
  PlannerFixture,
  remember,
  remove,
  storedFrom,
} from './fixtures/planning';
import { stateOf } from './memory-state';
import type { StoredMemory } from './tenant-plan';
import type { RestoreOperation, WriteOperation, WriteOutcome } from './write-operation';

const MINE: Visibility = { userId: ['ana'] };
const codeOf = (outcome: WriteOutcome | undefined) =>
  outcome?.status === 'refused' ? outcome.problem.code : outcome?.status;
const problemOf = (outcome: WriteOutcome | undefined): Problem | undefined =>
  outcome?.status === 'refused' ? outcome.problem : undefined;

function storedWith(...fields: Parameters<typeof remember>): StoredMemory {
  const [row] = planWrites([], [remember(...fields)]).plan.inserts;
  if (!row) throw new Error('Nothing was made');
  return storedFrom(row);
}

function restore(memory: StoredMemory, fields: Parameters<typeof remember>[0] = {}): RestoreOperation {
  const { operationId, actor, traceId, idempotency } = remember();
  const state = stateOf({ ...memory.state!.fields, ...fields }, null);
  return { kind: 'restore', operationId, actor, traceId, idempotency, id: memory.id, version: 1, state };
}

describe('somebody who may not delete', () => {
  const memory = storedWith({ key: 'k', ttlSeconds: 60 });
  const lasting = storedWith({ key: 'k' });
  const cautious = <T extends WriteOperation>(operation: T): T => ({ ...operation, mayDelete: false });

  it.each<[string, StoredMemory, WriteOperation, string]>([
    ['a remember', memory, remember({ key: 'k', ttlSeconds: 59 }), 'ttl_seconds'],
    ['a change', memory, change(memory.id, { ttlSeconds: 59 }), 'ttl_seconds'],
    ['a restore', memory, restore(memory, { ttlSeconds: 59 }), 'version'],
    ['a remember of what had no end', lasting, remember({ key: 'k', ttlSeconds: 1e9 }), 'ttl_seconds'],
    ['a change of what had no end', lasting, change(lasting.id, { ttlSeconds: 1e9 }), 'ttl_seconds'],
  ])('is refused %s that ends a life sooner', (_, stored, operation, field) => {
    const { outcomes, plan } = planWrites([stored], [cautious(operation)]);
    expect(problemOf(outcomes[0])).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: `${field}: it would end the life of a stored memory sooner, which needs the permission memory:delete`,
      errors: [{ field }],
    });
    expect(plan.updates).toEqual([]);
    expect(codeOf(planWrites([stored], [operation]).outcomes[0])).not.toBe('PERMISSION_DENIED');
  });

  it.each<[string, StoredMemory, WriteOperation]>([
    ['lives as long', memory, remember({ key: 'k', content: 'other', ttlSeconds: 60 })],
    ['lives longer', memory, change(memory.id, { ttlSeconds: 61 })],
    ['never ends', memory, change(memory.id, { ttlSeconds: null })],
    ['keeps its end', memory, change(memory.id, { importance: 2 })],
    ['comes back to live longer', memory, restore(memory, { ttlSeconds: 61 })],
    ['is the same', lasting, remember({ key: 'k' })],
    ['is new', memory, remember({ key: 'other', ttlSeconds: 1 })],
  ])('may write what %s', (_, stored, operation) => {
    expect(codeOf(planWrites([stored], [cautious(operation)]).outcomes[0])).toMatch(
      /^(created|updated|changed|deduplicated)$/,
    );
  });

  it('imports nothing that ends sooner or is closed', () => {
    const closure = { reason: 'r', supersededBy: null, validUntil: NOW, run: 'run' };
    const imported = (expiresAt: number | null, closed = false, version = 2): WriteOperation => ({
      ...remember(),
      kind: 'import',
      id: memory.id,
      state: stateOf(memory.state!.fields, new Uint8Array(), closed ? closure : null),
      version,
      createdAt: 1,
      updatedAt: 2,
      expiresAt,
      versions: [],
      links: [],
    });
    const fieldOf = (operation: WriteOperation) =>
      problemOf(planWrites([memory], [cautious(operation)]).outcomes[0])?.errors;
    const end = memory.expiresAt!;
    expect(fieldOf(imported(end - 1))).toMatchObject([{ field: 'expires_at' }]);
    expect(fieldOf(imported(null, true))).toMatchObject([{ field: 'closed' }]);
    for (const harmless of [imported(end), imported(null), imported(end - 1, true, 1)])
      expect(fieldOf(harmless)).toBeUndefined();
  });
});

describe('a batch of which one item is refused', () => {
  it('is refused as a whole, and changes nothing', () => {
    const hidden = { ...remember({ key: 'a', userId: 'ben' }), visibility: MINE };
    const fine = { ...remember({ key: 'b', userId: 'ana' }), visibility: MINE };
    const { outcomes, plan } = new PlannerFixture({ used: 0, limit: null }).apply([[fine, hidden]]);
    expect(outcomes.map(codeOf)).toEqual(['BATCH_ABORTED', 'POLICY_DENIED']);
    expect(problemOf(outcomes[0])?.message).toBe(
      'Nothing was stored: another item of the atomic batch was refused',
    );
    expect(problemOf(outcomes[1])).toMatchObject({
      message: 'user_id: is not one that the policy lets this identity use',
      errors: [{ field: 'user_id', message: 'is not one that the policy lets this identity use' }],
    });
    expect([plan.inserts, plan.events]).toEqual([[], []]);
  });

  it('is one whose item in the journal is hidden, too', () => {
    const hidden = { ...journal({ userId: 'ben' }), visibility: MINE };
    expect(planWrites([], [hidden]).outcomes.map(codeOf)).toEqual(['POLICY_DENIED']);
    expect(planWrites([], [{ ...hidden, visibility: undefined }]).outcomes.map(codeOf)).toEqual(['queued']);
  });
});

describe('somebody who sees a part of the tenant', () => {
  const others = storedWith({ key: 'k', userId: 'ben' });

  it('does not find what is hidden', () => {
    const operations = [
      change(others.id, { importance: 2 }),
      restore(others, { importance: 2 }),
      remove(others.id),
    ].map((operation) => ({ ...operation, visibility: MINE }));
    const { outcomes, plan } = planWrites([others], operations);
    expect(outcomes.map(codeOf)).toEqual(['MEMORY_NOT_FOUND', 'MEMORY_NOT_FOUND', 'absent']);
    expect([plan.updates, plan.removals]).toEqual([[], []]);
  });

  it('moves nothing out of sight', () => {
    const own = storedWith({ userId: 'ana' });
    const moved = { ...change(own.id, { namespace: 'secret' }), visibility: { namespace: ['default'] } };
    expect(problemOf(planWrites([own], [moved]).outcomes[0])?.errors).toMatchObject([{ field: 'namespace' }]);
  });

  it('may take a key that others have, and none that the same user has', () => {
    const own = storedWith({ key: 'mine', userId: 'ana' });
    const renamed = change(own.id, { key: 'k' });
    for (const operation of [renamed, { ...renamed, visibility: MINE }])
      expect(planWrites([own, others], [operation]).outcomes.map(codeOf)).toEqual(['changed']);
    const same = storedWith({ key: 'k', userId: 'ana' });
    expect(planWrites([own, same], [renamed]).outcomes.map(codeOf)).toEqual(['KEY_TAKEN']);
  });

  it('does not meet the only memory with a key where that is hidden, and keeps nothing of it', () => {
    const keeps = ['userId', 'metadata', 'tags'] as const;
    const operation = { ...remember({ key: 'k' }), keeps, visibility: { userId: [null] } };
    const { outcomes, plan } = planWrites([others], [operation]);
    expect(outcomes).toMatchObject([{ status: 'created', id: operation.id }]);
    expect(plan.updates).toEqual([]);
  });

  it('meets the memory of the same user under a key that others have, too', () => {
    const mine = storedWith({ key: 'k', userId: 'ana' });
    const { outcomes } = planWrites([others, mine], [remember({ key: 'k', userId: 'ana', content: 'new' })]);
    expect(outcomes).toMatchObject([{ status: 'updated', id: mine.id }]);
  });
});

describe('a restore', () => {
  it('gives the memory the earlier state as its next version', () => {
    const memory = storedWith({ key: 'k', ttlSeconds: 60 });
    const { outcomes, plan } = planWrites([memory], [restore(memory, { content: 'before', ttlSeconds: 5 })]);
    expect(outcomes).toEqual([{ status: 'changed', id: memory.id, version: 2, replayed: false }]);
    expect(plan.updates).toMatchObject([
      { version: 2, expiresAt: NOW + 5_000, state: { fields: { content: 'before' } } },
    ]);
    expect(plan.events).toMatchObject([
      { action: 'memory.restored', data: { version: 2, restored_version: 1 } },
    ]);
  });

  it('is refused the key that another memory has taken meanwhile, and a version after the last', () => {
    const [memory, taker] = [storedWith({ key: null }), storedWith({ key: 'k' })];
    const back = restore(memory, { key: 'k' });
    expect(planWrites([memory, taker], [back]).outcomes.map(codeOf)).toEqual(['KEY_TAKEN']);
    const last = { ...memory, version: 2_147_483_647 };
    expect(planWrites([last], [back]).outcomes.map(codeOf)).toEqual(['VALIDATION_FAILED']);
  });
});
