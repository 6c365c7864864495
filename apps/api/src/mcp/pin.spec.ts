import { type JsonObject, Problem } from '@somabrain/kernel';
import { pinOf, requirePinned, seenThrough } from './pin';

const ANA = { user: 'ana', namespace: null };

describe('a pin', () => {
  it('narrows what the policy allows, and never widens it', () => {
    expect(seenThrough({ user: null, namespace: null }, undefined)).toBeUndefined();
    expect(seenThrough(ANA, undefined)).toEqual({ userId: ['ana'] });
    expect(seenThrough(ANA, { userId: ['ana', 'ben', null] })).toEqual({ userId: ['ana'] });
    expect(seenThrough(ANA, { userId: ['ben'] })).toEqual({ userId: [] });
    expect(seenThrough(ANA, { userId: [null], agentId: ['a'] })).toEqual({ userId: [], agentId: ['a'] });
    expect(seenThrough({ user: 'ana', namespace: 'notes' }, { namespace: ['diary'] })).toEqual({
      userId: ['ana'],
      namespace: [],
    });
  });

  it('is a user and a namespace that memories can have', () => {
    expect(pinOf('ana', undefined)).toEqual(ANA);
    expect(pinOf(undefined, 'notes')).toEqual({ user: null, namespace: 'notes' });
    for (const [user, namespace] of [
      ['', undefined],
      ['a\0b', undefined],
      ['x'.repeat(257), undefined],
      [undefined, 'no spaces'],
      [undefined, ['a', 'b']],
    ])
      expect(() => pinOf(user, namespace)).toThrow(Problem);
  });

  it('refuses arguments that name another', () => {
    for (const given of [{ user_id: 'ben' }, { filters: { user_id: 'ben' } }] as JsonObject[])
      expect(() => {
        requirePinned(ANA, given);
      }).toThrow('user_id is another than the URL of this server fixes: ana; leave it out');
    for (const given of [
      {},
      { user_id: 'ana' },
      { filters: { user_id: 'ana' } },
      { namespace: 'any' },
    ] as JsonObject[])
      expect(() => {
        requirePinned(ANA, given);
      }).not.toThrow();
  });
});
