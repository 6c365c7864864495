import type { KeptField, NewMemory } from '../memory';
import { KEPT_FIELDS } from '../memory';
import { change, NOW, planWrites, remember, remove, storedFrom } from '../planning/fixtures/planning';
import type { StoredMemory } from '../planning/tenant-plan';
import type { RememberOperation } from '../planning/write-operation';

function storedWith(fields: Partial<NewMemory>): StoredMemory {
  const [row] = planWrites([], [remember({ key: 'k', ...fields })]).plan.inserts;
  if (!row) throw new Error('Nothing was made');
  return storedFrom(row);
}

/** Remembers under the key what is given, and keeps the rest. */
function keeping(given: Partial<NewMemory>, named: readonly KeptField[] = []): RememberOperation {
  const fields = Object.keys(given);
  const keeps = KEPT_FIELDS.filter(
    (field) => field === 'metadata' || !(fields.includes(field) || named.includes(field)),
  );
  return { ...remember({ key: 'k', ...given }), keeps };
}

describe('what is remembered under a key', () => {
  const said = {
    userId: 'kim',
    agentId: 'a1',
    sessionId: 's1',
    position: 4,
    speaker: 'Kim',
    tags: ['sport'],
    metadata: { source: 'chat', mood: { good: true } },
    memoryType: 'semantic',
    importance: 2,
    occurredAt: 1_000,
    ttlSeconds: 60,
  };
  const memory = { ...storedWith(said), expiresAt: NOW + 10_000 };
  const stateAfter = (operation: RememberOperation) => planWrites([memory], [operation]).plan.updates[0];

  it('keeps what is not named, and its end', () => {
    const update = stateAfter(keeping({ content: 'Squash now' }));
    expect(update?.state.fields).toEqual({ ...memory.state?.fields, content: 'Squash now' });
    expect(update?.expiresAt).toBe(NOW + 10_000);
  });

  it('replaces what is named, merges the metadata at the top, and clears what is null', () => {
    const given = { tags: ['squash'], sessionId: null, occurredAt: null, ttlSeconds: null };
    const metadata = { source: null, mood: { bad: true }, place: 'club' };
    const update = stateAfter(keeping({ ...given, metadata }));
    expect(update?.state.fields).toEqual({
      ...memory.state?.fields,
      ...given,
      metadata: { mood: { bad: true }, place: 'club' },
    });
    expect(update?.expiresAt).toBeNull();
  });

  it('changes nothing the second time', () => {
    const twice = () => keeping({ content: 'Squash now', metadata: { source: null, nothing: null } });
    const { outcomes } = planWrites([memory], [twice(), twice()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['updated', 'deduplicated']);
    const repeat = keeping({ content: memory.state?.fields.content ?? '' });
    expect(planWrites([memory], [repeat]).outcomes).toMatchObject([
      { status: 'deduplicated', id: memory.id },
    ]);
  });

  it('is refused where the metadata come to more than 16 KiB', () => {
    const large = keeping({ metadata: { more: 'y'.repeat(16 * 1024 - 20) } });
    const { outcomes, plan } = planWrites([memory], [large]);
    expect(outcomes).toMatchObject([{ status: 'refused', problem: { errors: [{ field: 'metadata' }] } }]);
    expect(plan.updates).toEqual([]);
  });

  it('does not end the life of a memory that it keeps for somebody who may not delete', () => {
    const cautious = { ...keeping({ content: 'Squash now' }), mayDelete: false };
    expect(planWrites([memory], [cautious]).outcomes).toMatchObject([{ status: 'updated' }]);
    const shorter = { ...keeping({ ttlSeconds: 1 }), mayDelete: false };
    expect(planWrites([memory], [shorter]).outcomes).toMatchObject([{ status: 'refused' }]);
  });
});

describe('what is remembered a second time without a key', () => {
  const said = {
    tags: ['sport'],
    metadata: { source: 'chat' },
    memoryType: 'semantic',
    importance: 2,
    ttlSeconds: 60,
  };
  const memory = { ...storedWith({ ...said, key: null, content: 'Plays squash' }), expiresAt: NOW + 10_000 };
  const again = (given: Partial<NewMemory>) => keeping({ key: null, content: 'Plays squash', ...given });

  it.each<[string, Partial<NewMemory>]>([
    ['nothing', {}],
    ['white space at the ends', { content: ' Plays squash\n' }],
    ['what is stored', { tags: ['sport'], importance: 2 }],
    ['metadata that are stored', { metadata: { source: 'chat' } }],
  ])('changes nothing where it adds %s', (_, given) => {
    const { outcomes, plan } = planWrites([memory], [again(given)]);
    expect(outcomes).toMatchObject([{ status: 'deduplicated', id: memory.id }]);
    expect(plan.updates).toEqual([]);
  });

  it('takes what it names, and keeps the rest, the text and the end', () => {
    const given = { content: 'Plays squash ', tags: ['club'], metadata: { place: 'Bonn' } };
    const { outcomes, plan } = planWrites([memory], [again(given)]);
    expect(outcomes).toMatchObject([{ status: 'updated', id: memory.id, version: 2 }]);
    expect(plan.updates[0]).toMatchObject({
      expiresAt: NOW + 10_000,
      state: {
        analysed: null,
        fields: {
          ...memory.state?.fields,
          tags: ['club'],
          metadata: { source: 'chat', place: 'Bonn' },
        },
      },
    });
  });
});

describe('the memory that a key means', () => {
  const ofNobody = storedWith({});
  const ofKim = storedWith({ userId: 'kim' });
  const ofBen = storedWith({ userId: 'ben' });
  const ofAgent = storedWith({ userId: 'kim', agentId: 'a1' });
  const met = (stored: readonly StoredMemory[], operation: RememberOperation) => {
    const [outcome] = planWrites(stored, [operation]).outcomes;
    return outcome && 'id' in outcome && outcome.status !== 'created' ? outcome.id : outcome?.status;
  };

  it.each<[string, readonly StoredMemory[], RememberOperation, string]>([
    ['that of the user', [ofNobody, ofBen, ofKim], keeping({ userId: 'kim' }), ofKim.id],
    ['that of the user and agent', [ofKim, ofAgent], keeping({ userId: 'kim', agentId: 'a1' }), ofAgent.id],
    ['that of the user without an agent', [ofAgent, ofKim], keeping({ userId: 'kim' }), ofKim.id],
    ['the only one of the user', [ofNobody, ofAgent], keeping({ userId: 'kim' }), ofAgent.id],
    ['the only one', [ofKim], keeping({}), ofKim.id],
    ['the one without a user', [ofKim, ofNobody], keeping({}), ofNobody.id],
    ['a new one of another user', [ofKim], keeping({ userId: 'ben' }), 'created'],
    ['a new one where several have it', [ofKim, ofBen], keeping({}), 'created'],
    ['a new one without a user, if that is said', [ofKim], keeping({ userId: null }), 'created'],
    ['a new one of another agent', [ofAgent], keeping({ userId: 'kim', agentId: 'a2' }), 'created'],
  ])('is %s', (_, stored, operation, expected) => {
    const known = stored.map((memory, index) => ({ ...memory, arrival: index + 1 }));
    expect(met(known, { ...operation, state: { ...operation.state, stateDigest: 'other' } })).toBe(expected);
  });

  it('is the one that is left when the same group removes the others', () => {
    const { outcomes } = planWrites([ofKim, ofBen], [remove(ofBen.id), keeping({ content: 'new' })]);
    expect(outcomes).toMatchObject([{ status: 'removed' }, { status: 'updated', id: ofKim.id }]);
  });

  it('is none of many, of which some may not have been looked up', () => {
    const ofAda = storedWith({ userId: 'ada' });
    const removals = [remove(ofBen.id), remove(ofAda.id)];
    const { outcomes } = planWrites([ofKim, ofBen, ofAda], [...removals, keeping({ content: 'new' })]);
    expect(outcomes.at(-1)).toMatchObject({ status: 'created' });
  });

  it('is one that a change of the same group gave the key', () => {
    const renamed = storedWith({ key: 'other', userId: 'kim' });
    const { outcomes } = planWrites(
      [renamed],
      [change(renamed.id, { key: 'k' }), keeping({ content: 'new' })],
    );
    expect(outcomes[1]).toMatchObject({ status: 'updated', id: renamed.id, version: 3 });
  });

  it('is new where the time of the one that had it is over', () => {
    const over = { ...ofNobody, expired: true };
    const { outcomes, plan } = planWrites([over], [keeping({})]);
    expect(outcomes).toMatchObject([{ status: 'created' }]);
    expect(plan.removals).toEqual([over.id]);
  });
});
