import { change, planWrites, remember, storedFrom } from '../planning/fixtures/planning';
import type { CloseOperation, ReopenOperation, WeighOperation } from '../planning/write-operation';

const accepted = { operationId: 'run', actor: 'system', traceId: 'trace', idempotency: null };
const closure = { reason: 'repeated', supersededBy: 'other', validUntil: 5_000, run: 'r1' };
const close = (id: string, version = 1): CloseOperation => ({
  kind: 'close',
  ...accepted,
  id,
  version,
  closure,
});
const reopen = (id: string, run = 'r1'): ReopenOperation => ({ kind: 'reopen', ...accepted, id, run });

const [row] = planWrites([], [remember({ ttlSeconds: 60 })]).plan.inserts;
const memory = storedFrom(row!);
const [closedRow] = planWrites([memory], [close(memory.id)]).plan.updates;
const closed = storedFrom(closedRow!);
const LAST = 2_147_483_647;

describe('a planned closing', () => {
  it('gives the memory a version that says why, and records the run', () => {
    const { outcomes, plan } = planWrites([memory], [close(memory.id)]);
    expect(outcomes).toEqual([{ status: 'changed', id: memory.id, version: 2, replayed: false }]);
    expect(plan.updates).toMatchObject([
      { version: 2, expiresAt: memory.expiresAt, state: { closed: closure, duplicateDigest: null } },
    ]);
    expect(plan.runChanges).toEqual([{ run: 'r1', kind: 'closed', memoryId: memory.id, version: 2 }]);
    expect(plan.events).toMatchObject([
      {
        action: 'memory.closed',
        data: {
          version: 2,
          reason: 'repeated',
          superseded_by: 'other',
          valid_until: '1970-01-01T00:00:05.000Z',
          run: 'r1',
        },
      },
    ]);
  });

  it('finds nothing where the memory has changed, is closed, is gone or can have no more versions', () => {
    for (const [stored, operation] of [
      [memory, close(memory.id, 2)],
      [closed, close(memory.id, 2)],
      [memory, close('unknown')],
      [{ ...memory, expired: true }, close(memory.id)],
      [{ ...memory, version: LAST }, close(memory.id, LAST)],
    ] as const) {
      const { outcomes, plan } = planWrites([stored], [operation]);
      expect(outcomes).toEqual([{ status: 'absent', replayed: false }]);
      expect([plan.updates, plan.runChanges, plan.events]).toEqual([[], [], []]);
    }
  });

  it('makes room for what says the same again', () => {
    const { outcomes } = planWrites([closed], [remember({ ttlSeconds: 60 })]);
    expect(outcomes).toMatchObject([{ status: 'created' }]);
  });
});

describe('a planned reopening', () => {
  it('opens what the run closed, as it is by now', () => {
    const { outcomes, plan } = planWrites(
      [closed],
      [change(closed.id, { importance: 2 }), reopen(closed.id)],
    );
    expect(outcomes).toMatchObject([{ version: 3 }, { status: 'changed', version: 4, replayed: false }]);
    expect(plan.updates).toMatchObject([
      { expiresAt: closed.expiresAt, state: { closed: null, fields: { importance: 2 } } },
    ]);
    expect(plan.events.at(-1)).toMatchObject({ action: 'memory.reopened', data: { version: 4, run: 'r1' } });
  });

  it('finds nothing where another run closed it, nobody did, or no version is left', () => {
    for (const [stored, operation] of [
      [closed, reopen(closed.id, 'r2')],
      [memory, reopen(memory.id)],
      [memory, reopen('unknown')],
      [{ ...closed, version: LAST }, reopen(closed.id)],
    ] as const) {
      const { outcomes, plan } = planWrites([stored], [operation]);
      expect(outcomes).toEqual([{ status: 'absent', replayed: false }]);
      expect([plan.updates, plan.events]).toEqual([[], []]);
    }
  });
});

describe('planned weights', () => {
  it('are passed on with their run, and counted', () => {
    const link = {
      sourceId: memory.id,
      type: 'related',
      target: 'id:other',
      before: 1,
      weighedAt: null,
    } as const;
    const links = [
      { ...link, weight: 2 },
      { ...link, weight: 3 },
      { ...link, weight: null },
    ];
    const weigh: WeighOperation = { kind: 'weigh', ...accepted, run: 'r1', links, undone: true };
    const { outcomes, plan } = planWrites([memory], [weigh]);
    expect(outcomes).toEqual([{ status: 'weighed', replayed: false }]);
    expect(plan.weights).toEqual(links.map((each) => ({ ...each, run: 'r1', undone: true })));
    expect(plan.events).toMatchObject([
      { action: 'links.weighed', data: { links: 3, removed: 1, run: 'r1', undone: true } },
    ]);
  });
});
