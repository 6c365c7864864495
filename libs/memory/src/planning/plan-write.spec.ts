import type { NewMemory } from '../memory';
import { change, planWrites, NOW, remember, remove, statusesOf, storedFrom } from './fixtures/planning';
import { sizeAndDigest } from './memory-digests';
import type { WriteOperation } from './write-operation';

describe('a text that says the same', () => {
  it('is met under the digest that the release before gave it', () => {
    const [row] = planWrites([], [remember({ content: ' Tea at four\n' })]).plan.inserts;
    const { formerDigest } = row?.state ?? {};
    expect(formerDigest).not.toBe(row?.state.duplicateDigest);
    const former = { ...storedFrom(row!), duplicateDigest: formerDigest ?? null };
    const { outcomes, plan } = planWrites([former], [remember({ content: ' Tea at four\n' })]);
    expect(outcomes).toMatchObject([{ status: 'deduplicated', id: former.id }]);
    expect(plan.updates).toEqual([]);
    expect(remember({ content: 'Tea at four' }).state).toMatchObject({
      duplicateDigest: row?.state.duplicateDigest,
      formerDigest: null,
    });
  });
});

describe('WritePlanner', () => {
  it('creates what is new, with a change and a record each', () => {
    const { outcomes, plan } = planWrites(
      [],
      [remember({ content: 'one' }), remember({ content: 'two' })],
      41,
    );
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
    const { outcomes, plan } = planWrites([], [remember(), remember()]);
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
    expect(statusesOf(planWrites([], [remember(), remember(fields)]).outcomes)).toEqual([
      'created',
      'created',
    ]);
  });

  it('lets two people of a session say the same, unless key, position or time says that it is one saying', () => {
    const said = { sessionId: 's1', content: 'Yes' };
    expect(statusesOf(planWrites([], [remember(said), remember(said)]).outcomes)).toEqual([
      'created',
      'created',
    ]);
    for (const place of [{ key: 'k' }, { position: 3 }, { occurredAt: 9 }]) {
      const operations = [remember({ ...said, ...place }), remember({ ...said, ...place })];
      expect(statusesOf(planWrites([], operations).outcomes)).toEqual(['created', 'deduplicated']);
    }
  });

  it.each<[string, Partial<NewMemory>]>([
    ['metadata', { metadata: { source: 'atlas' } }],
    ['tags', { tags: ['geo'] }],
    ['importance', { importance: 2 }],
    ['time to live', { ttlSeconds: 60 }],
    ['type', { memoryType: 'semantic' }],
  ])('takes a duplicate with other %s as an update', (_, fields) => {
    const { outcomes } = planWrites([], [remember(), remember(fields)]);
    expect(statusesOf(outcomes)).toEqual(['created', 'updated']);
    expect(outcomes[1]).toMatchObject({ version: 2 });
  });

  it('keeps the states between as versions and touches no row twice', () => {
    const texts = ['one', 'two', 'three'];
    const { plan } = planWrites(
      [],
      texts.map((content) => remember({ key: 'k', content })),
    );
    expect(plan.inserts.map((row) => [row.version, row.state.fields.content])).toEqual([[3, 'three']]);
    expect(plan.versions.map(({ row }) => [row.version, row.state.fields.content])).toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
    expect(plan.changes).toHaveLength(3);
  });

  it('updates a stored memory under its id, nonce and arrival', () => {
    const stored = storedFrom(planWrites([], [remember({ key: 'k' })]).plan.inserts[0]!);
    const { outcomes, plan } = planWrites(
      [stored],
      [remember({ key: 'k', content: 'new', ttlSeconds: 60 })],
      1,
    );
    expect(outcomes).toMatchObject([
      { status: 'updated', id: stored.id, version: 2, createdAt: stored.createdAt },
    ]);
    expect(plan.updates).toMatchObject([
      { id: stored.id, arrival: 1, nonce: stored.nonce, expiresAt: NOW + 60_000 },
    ]);
    expect(plan.events[0]?.data).toEqual({
      version: 2,
      ...sizeAndDigest(stored.nonce, 'new'),
    });
  });

  it('counts an expired key as free and records that it expired', () => {
    const stored = storedFrom(planWrites([], [remember({ key: 'k' })]).plan.inserts[0]!, true);
    const { outcomes, plan } = planWrites([stored], [remember({ key: 'k' })], 1);
    expect(outcomes).toMatchObject([{ status: 'created', version: 1 }]);
    expect(plan.removals).toEqual([stored.id]);
    expect(plan.events.map((event) => [event.action, event.actor])).toEqual([
      ['memory.expired', 'system'],
      ['memory.remembered', 'ana'],
    ]);
  });

  it('removes what is there, and what expired only on expiry', () => {
    const rows = planWrites(
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
    const { outcomes, plan } = planWrites([live, expired], operations, 2);
    expect(statusesOf(outcomes)).toEqual(['absent', 'removed', 'absent', 'absent', 'removed', 'absent']);
    expect(plan.removals).toEqual([live.id, expired.id]);
    expect(plan.changes.map((change) => [change.seq, change.op])).toEqual([
      [3, 'removed'],
      [4, 'removed'],
    ]);
  });

  it('leaves no row of a memory that was created and removed in the same group, but its changes and records', () => {
    const created = remember({ key: 'k' });
    const { outcomes, plan } = planWrites([], [created, remove(created.id), remember({ key: 'k' })]);
    expect(statusesOf(outcomes)).toEqual(['created', 'removed', 'created']);
    expect(plan.inserts).toHaveLength(1);
    expect(plan.removals).toEqual([]);
    expect(plan.changes.map((change) => change.op)).toEqual(['put', 'removed', 'put']);
    expect(plan.events).toHaveLength(3);
  });

  it('changes what a patch names, merges metadata, and keeps the rest with the time to live', () => {
    const fields = { key: 'k', metadata: { a: 1, b: { c: 2, d: 3 } }, ttlSeconds: 60 };
    const stored = storedFrom(planWrites([], [remember(fields)]).plan.inserts[0]!);
    const patch = { importance: 2, metadata: { a: null, b: { c: 4 } } };
    const { outcomes, plan } = planWrites([stored], [change(stored.id, patch)], 1);
    expect(outcomes).toEqual([{ status: 'changed', id: stored.id, version: 2, replayed: false }]);
    expect(plan.updates).toMatchObject([
      { expiresAt: stored.expiresAt, state: { analysed: null, fields: { key: 'k', importance: 2 } } },
    ]);
    expect(plan.updates[0]?.state.metadataJson).toBe('{"b":{"c":4,"d":3}}');
  });

  it('makes no version of a patch that changes nothing', () => {
    const stored = storedFrom(planWrites([], [remember({ metadata: { a: 1 } })]).plan.inserts[0]!);
    const { outcomes, plan } = planWrites(
      [stored],
      [change(stored.id, { metadata: { a: 1, gone: null } })],
      1,
    );
    expect(outcomes).toMatchObject([{ status: 'changed', version: 1 }]);
    expect([plan.updates, plan.changes, plan.events]).toEqual([[], [], []]);
  });

  it('moves a memory: removed from one namespace, put into the other, under another coordinate', () => {
    const stored = storedFrom(planWrites([], [remember({ key: 'k' })]).plan.inserts[0]!);
    const { plan } = planWrites([stored], [change(stored.id, { namespace: 'archive' })], 1);
    expect(plan.changes).toEqual([
      { namespace: 'default', seq: 2, memoryId: stored.id, op: 'removed' },
      { namespace: 'archive', seq: 3, memoryId: stored.id, op: 'put' },
    ]);
    const [before] = planWrites([], [remember({ key: 'k' })]).plan.inserts;
    expect(plan.updates[0]?.coordinate).not.toEqual(before?.coordinate);
  });

  it('refuses a change to another version, to a key that is taken, and to what is not there', () => {
    const rows = planWrites(
      [],
      ['k1', 'k2'].map((key) => remember({ key })),
    ).plan.inserts;
    const stored = rows.map((row) => storedFrom(row));
    const id = stored[0]!.id;
    const operations = [
      change(id, { importance: 3 }, [2, 7]),
      change(id, { key: 'k2' }),
      change('unknown', {}),
    ];
    const { outcomes, plan } = planWrites(stored, operations, 2);
    expect(outcomes.map((outcome) => outcome.status === 'refused' && outcome.problem.code)).toEqual([
      'VERSION_MISMATCH',
      'KEY_TAKEN',
      'MEMORY_NOT_FOUND',
    ]);
    expect(plan.changes).toEqual([]);
  });

  it('answers a repeat under an idempotency key as before, and refuses another request under it', () => {
    const named = (fingerprint: string, fields: Partial<NewMemory> = {}) => ({
      ...remember(fields),
      idempotency: { digest: 'digest', fingerprint },
    });
    const first = planWrites([], [named('f1'), named('f1'), named('f2', { content: 'other' })]);
    expect(statusesOf(first.outcomes)).toEqual(['created', 'created', 'refused']);
    expect(first.outcomes[1]).toEqual({ ...first.outcomes[0], replayed: true });
    expect(first.plan.events).toHaveLength(1);
    const [stored] = first.plan.inserts;
    const later = planWrites([storedFrom(stored!)], [named('f1')], 1, first.plan.answers);
    expect(later.outcomes).toEqual([{ ...first.outcomes[0], replayed: true }]);
    expect(later.plan.answers).toEqual([]);
  });

  describe('a memory in the last version there can be', () => {
    const last = () => {
      const [row] = planWrites([], [remember({ key: 'k', ttlSeconds: 60 })]).plan.inserts;
      if (!row) throw new Error('Nothing was made');
      return storedFrom({ ...row, version: 2_147_483_647 });
    };

    it.each<[string, (id: string) => WriteOperation]>([
      ['remembered anew', () => remember({ key: 'k', content: 'Rome' })],
      ['changed', (id) => change(id, { content: 'Rome' })],
    ])('is not %s: the answer names the version', (_, operationOn) => {
      const memory = last();
      const { outcomes, plan } = planWrites([memory], [operationOn(memory.id)]);
      expect(outcomes).toMatchObject([
        { status: 'refused', problem: { code: 'VALIDATION_FAILED', errors: [{ field: 'version' }] } },
      ]);
      expect(plan).toMatchObject({ updates: [], changes: [], events: [] });
    });

    it('is found to be the same, and can be deleted', () => {
      const memory = last();
      const same = remember({ key: 'k', ttlSeconds: 60 });
      expect(statusesOf(planWrites([memory], [same, remove(memory.id)]).outcomes)).toEqual([
        'deduplicated',
        'removed',
      ]);
    });
  });

  it('lets no memory live longer than times can be stored', () => {
    const { plan } = planWrites([], [remember({ ttlSeconds: Number.MAX_SAFE_INTEGER })]);
    expect(plan.inserts[0]?.expiresAt).toBe(Date.parse('9999-12-31T23:59:59.999Z'));
  });
});
