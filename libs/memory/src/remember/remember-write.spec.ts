import { sessionMark } from '@somabrain/kernel';
import { encodeTarget } from '../links/link-target';
import {
  change,
  fromJournal,
  journal,
  NOW,
  planWrites,
  PlannerFixture,
  remember,
  remove,
  storedFrom,
} from '../planning/fixtures/planning';
import { withVisibleOwner } from '../planning/write-visibility';
import type { StoredMemory } from '../planning/tenant-plan';
import type { RememberOperation, SummaryOperation, WriteOperation } from '../planning/write-operation';

function storedWith(fields: Parameters<typeof remember>[0]): StoredMemory {
  const [row] = planWrites([], [remember(fields)]).plan.inserts;
  if (!row) throw new Error('Nothing was made');
  return storedFrom(row);
}
const linkTo = (id: string, type: 'derived_from' | 'part_of' = 'part_of') => ({
  type,
  target: encodeTarget({ id }),
  weight: 1,
});
const named = <T extends WriteOperation>(operation: T): T => ({
  ...operation,
  idempotency: { digest: 'digest', fingerprint: 'fingerprint' },
});

describe('what is remembered', () => {
  it('is recorded with its session and its links, where it has any', () => {
    const [plain, said] = planWrites(
      [],
      [remember(), { ...remember({ sessionId: 's1' }), links: [linkTo('a'), linkTo('b')] }],
    ).plan.events;
    expect(said?.data).toMatchObject({ session: sessionMark('s1'), links: 2, version: 1 });
    expect(said?.resource).toMatchObject({ type: 'memory', namespace: 'default' });
    expect(Object.keys(plain?.data ?? {})).toEqual(['bytes', 'content_digest', 'version']);
    expect(plain?.data).toMatchObject({
      bytes: 30,
      content_digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  it('gets the links of a repeat, each kind and target once', () => {
    const memory = storedWith({ key: 'k' });
    const repeat = {
      ...remember({ key: 'k' }),
      links: [linkTo('a'), linkTo('b'), { ...linkTo('a'), weight: 3 }],
    };
    const { outcomes, plan } = planWrites([memory], [repeat]);
    expect(outcomes).toMatchObject([{ status: 'deduplicated', id: memory.id }]);
    expect(plan.links.map(({ target, weight }) => [target, weight])).toEqual([
      ['id:a', 3],
      ['id:b', 1],
    ]);
    expect(plan.events.map(({ action }) => action)).toEqual(['memory.linked']);
  });

  it('is inserted or updated, never both', () => {
    const memory = storedWith({ key: 'k' });
    const { plan } = planWrites(
      [memory],
      [remember({ key: 'k', content: 'new' }), remember({ key: 'other' })],
    );
    expect(plan.updates.map(({ id }) => id)).toEqual([memory.id]);
    expect(plan.inserts.map(({ state }) => state.fields.key)).toEqual(['other']);
    expect([plan.versions, plan.removals]).toEqual([[], []]);
  });

  it('meets of several alike the oldest, and of an agent its own', () => {
    const [older, newer] = [storedWith({}), storedWith({})];
    const alike = [
      { ...newer, arrival: 9 },
      { ...older, arrival: 3 },
      { ...newer, id: 'other', arrival: 7 },
    ];
    expect(planWrites(alike, [remember()]).outcomes).toMatchObject([{ id: older.id }]);
    const agents = [storedWith({ key: 'k', agentId: 'a1' }), storedWith({ key: 'k', agentId: 'a2' })];
    const { outcomes } = planWrites(agents, [remember({ key: 'k', agentId: 'a2' })]);
    expect(outcomes).toMatchObject([{ status: 'deduplicated', id: agents[1]?.id }]);
  });

  it('names the record of its acceptance where it waited in the journal, and its run where one made it', () => {
    const waiting = journal({ key: 'k' });
    const stored = fromJournal(7, waiting);
    expect(planWrites([], [waiting]).plan.events).toMatchObject([
      { action: 'memory.accepted', resource: { type: 'memory', id: waiting.id, namespace: 'default' } },
    ]);
    const planned = new PlannerFixture({ used: 0, limit: 0 }, { count: 1, present: new Set([7]) }).apply([
      [stored],
    ]);
    expect(planned.outcomes).toMatchObject([{ status: 'created', id: waiting.id }]);
    expect(planned.plan.events[0]?.data).toMatchObject({ accepted_id: 'accepted-7' });
    const made: RememberOperation = { ...remember({ key: 'summary' }), run: 'r1' };
    const quota = new PlannerFixture({ used: 0, limit: 0 });
    const { outcomes, plan } = quota.apply([[made], [{ ...made, operationId: 'again' }]]);
    expect(outcomes).toMatchObject([{ status: 'created' }, { status: 'deduplicated' }]);
    expect(plan.runChanges).toEqual([{ run: 'r1', kind: 'summarised', memoryId: made.id, version: 1 }]);
    expect(planWrites([], [remember()]).plan.runChanges).toEqual([]);
  });
});

describe('a memory made of others', () => {
  const source = storedWith({ content: 'The bakery opens at six' });
  const key = `summary:${'0'.repeat(32)}`;
  const summary = (): RememberOperation => ({
    ...remember({ key, memoryType: 'summary' }),
    links: [linkTo(source.id, 'derived_from')],
  });

  it('is stored while they are there, and refused to its caller or left out of its run when not', () => {
    expect(planWrites([source], [summary()]).outcomes).toMatchObject([{ status: 'created' }]);
    expect(planWrites([], [summary()]).outcomes).toMatchObject([
      { status: 'refused', problem: { code: 'MEMORY_NOT_FOUND' } },
    ]);
    expect(planWrites([], [{ ...summary(), run: 'r1' }]).outcomes).toEqual([
      { status: 'absent', replayed: false },
    ]);
    const plain = { ...remember(), links: [linkTo(source.id, 'derived_from')] };
    expect(planWrites([], [plain]).outcomes).toMatchObject([{ status: 'created' }]);
  });

  it('goes with any of them', () => {
    const stored = storedWith({ key, memoryType: 'summary' });
    const extracts = new Map([[source.id, [stored.id, 'gone']]]);
    const planner = new PlannerFixture({ used: 0, limit: null }, { count: 0, present: new Set() }, extracts);
    const { plan } = planner.apply([[remove(source.id)]], [source, stored]);
    expect(plan.removals).toEqual([source.id, stored.id]);
    expect(plan.events).toMatchObject([
      { action: 'memory.deleted', resource: { id: source.id } },
      {
        action: 'memory.deleted',
        resource: { id: stored.id },
        id: 'expiry',
        data: { derived_from: source.id },
      },
    ]);
    expect(plan.events[0]?.data).not.toHaveProperty('derived_from');
    const together = planWrites([source], [summary(), remove(source.id)]).plan;
    expect([together.inserts, together.links]).toEqual([[], []]);
  });
});

describe('the answer under an idempotency key', () => {
  const memory = storedWith({ key: 'k' });
  const accepted = { operationId: 'o', actor: 'ana', traceId: 'trace', idempotency: null };
  const sum: SummaryOperation = {
    kind: 'summary',
    ...accepted,
    action: 'memories.forgotten',
    summary: { forgotten: 2 },
  };

  it.each<[string, WriteOperation, object]>([
    ['a remember', remember({ key: 'new' }), { status: 'created', key: 'new', version: 1, createdAt: NOW }],
    ['a repeat', remember({ key: 'k' }), { status: 'deduplicated', key: 'k', id: memory.id, version: 1 }],
    [
      'an update',
      remember({ key: 'k', content: 'x' }),
      { status: 'updated', namespace: 'default', version: 2 },
    ],
    ['a write that waits', journal({ key: 'j' }), { status: 'queued', key: 'j', createdAt: NOW }],
    ['a change', change(memory.id, { importance: 2 }), { status: 'changed', id: memory.id, version: 2 }],
    ['a removal', remove(memory.id), { status: 'removed' }],
    [
      'a link',
      {
        kind: 'link',
        ...accepted,
        source: { id: memory.id },
        link: { ...linkTo('x'), target: 'key:default x' },
      },
      { status: 'linked', sourceId: memory.id },
    ],
    ['ratings', { kind: 'rate', ...accepted, ratings: [] }, { status: 'rated', rated: 0 }],
    ['a summary', sum, { status: 'summarised', auditId: 'o', summary: { forgotten: 2 } }],
  ])('is the same again for %s', (_, operation, answer) => {
    const { outcomes, plan } = planWrites([memory], [named(operation), named(operation)]);
    expect(outcomes[0]).toMatchObject({ ...answer, replayed: false });
    expect(outcomes[1]).toEqual({ ...outcomes[0], replayed: true });
    expect(JSON.stringify(plan.answers)).not.toMatch(/"(key|namespace)":/);
  });

  it('is not kept of what was refused or not there: it may be tried again', () => {
    const { plan } = planWrites([memory], [named(change('unknown', {})), named(remove('unknown'))]);
    expect(plan.answers).toEqual([]);
  });
});

describe('what counts against the quota of a batch', () => {
  const planner = () => new PlannerFixture({ used: 1, limit: 2 });
  const statuses = (...batch: WriteOperation[]) =>
    planner()
      .apply([[named(remember({ key: 'first' }))], batch])
      .outcomes.slice(1)
      .map(({ status }) => status);

  it('is what is new: no repeat, no change, and a write that waits as one that does not', () => {
    const before = planner().apply([[remember({ key: 'a' }), remember({ key: 'b' })]]);
    expect(before.outcomes.map(({ status }) => status)).toEqual(['refused', 'refused']);
    expect(
      planner()
        .apply([[journal(), journal()]])
        .outcomes.map(({ status }) => status),
    ).toEqual(['refused', 'refused']);
    expect(statuses(named(remember({ key: 'first' })))).toEqual(['created']);
    const memory = storedWith({ key: 'k' });
    const changes = [change(memory.id, {}), change(memory.id, {}), remove(memory.id)];
    expect(
      planner()
        .apply([changes], [memory])
        .outcomes.map(({ status }) => status),
    ).toEqual(['changed', 'changed', 'removed']);
  });
});

describe('a changed memory', () => {
  const memory = { ...storedWith({ key: 'k', ttlSeconds: 60 }), expiresAt: NOW + 10_000 };

  it('keeps its end, unless the change gives it another', () => {
    const endOf = (operation: WriteOperation) => planWrites([memory], [operation]).plan.updates[0]?.expiresAt;
    expect(endOf(change(memory.id, { importance: 2 }))).toBe(NOW + 10_000);
    expect(endOf(change(memory.id, { ttlSeconds: 60 }))).toBe(NOW + 60_000);
    expect(endOf(change(memory.id, { ttlSeconds: null }))).toBeNull();
  });

  it('is recorded as updated, whichever way it came', () => {
    for (const operation of [change(memory.id, { importance: 2 }), remember({ key: 'k', content: 'new' })])
      expect(planWrites([memory], [operation]).plan.events.map(({ action }) => action)).toEqual([
        'memory.updated',
      ]);
  });

  it('has the new text analysed, and the old form where the text stays', () => {
    const analysed = new Uint8Array([1]);
    const operation = { ...change(memory.id, { content: 'new' }), analysed };
    expect(planWrites([memory], [operation]).plan.updates[0]?.state.analysed).toBe(analysed);
  });

  it('gets no link with a version that it cannot have', () => {
    const last = { ...memory, version: 2_147_483_647 };
    const repeat = { ...remember({ key: 'k', content: 'new' }), links: [linkTo('a')] };
    const { outcomes, plan } = planWrites([last], [repeat]);
    expect([outcomes[0]?.status, plan.links]).toEqual(['refused', []]);
  });

  it('is forgotten also when its time is over, which a delete does not find', () => {
    const expired = { ...memory, expired: true };
    const forget = remove(memory.id, 'forget');
    expect(planWrites([expired], [forget]).plan.events).toMatchObject([{ action: 'memory.forgotten' }]);
    expect(planWrites([memory], [forget]).plan.removals).toEqual([memory.id]);
  });
});

describe('a patch', () => {
  const memory = storedWith({ metadata: { a: 'x' }, ttlSeconds: 60 });
  const patched = (patch: Parameters<typeof change>[1]) => planWrites([memory], [change(memory.id, patch)]);

  it('is refused where the metadata come to more than 16 KiB', () => {
    const filled = 16 * 1024 - '{"a":"x","b":""}'.length;
    expect(patched({ metadata: { b: 'y'.repeat(filled) } }).outcomes).toMatchObject([{ version: 2 }]);
    expect(patched({ metadata: { b: 'y'.repeat(filled + 1) } }).outcomes).toMatchObject([
      {
        status: 'refused',
        problem: {
          code: 'VALIDATION_FAILED',
          message: 'metadata: must have at most 16 KiB as JSON, also after the change',
          errors: [{ field: 'metadata', message: 'must have at most 16 KiB as JSON, also after the change' }],
        },
      },
    ]);
  });

  it('starts the time to live again, also when it is the same', () => {
    expect(patched({ ttlSeconds: 60 }).outcomes).toMatchObject([{ version: 2 }]);
  });
});

describe('a memory of somebody who sees one user or one agent', () => {
  const { fields } = remember().state;

  it('is of that one, unless it says whose it is', () => {
    const seen = { userId: ['ana'], agentId: ['a1'] };
    expect(withVisibleOwner(seen, fields)).toEqual({ ...fields, userId: 'ana', agentId: 'a1' });
    expect(withVisibleOwner(seen, { ...fields, userId: 'ben', agentId: 'a2' })).toMatchObject({
      userId: 'ben',
      agentId: 'a2',
    });
    expect(withVisibleOwner({ userId: ['ana', 'ben'] }, fields)).toEqual(fields);
    expect(withVisibleOwner(undefined, fields)).toBe(fields);
  });
});
