import { type JsonObject, Problem } from '@somabrain/kernel';
import { pinOf, requirePinned } from './pin';

const ANA = { user: 'ana', namespace: null };

describe('a pin', () => {
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

  it('refuses a namespace among several that is another', () => {
    const notes = { user: null, namespace: 'notes' };
    for (const given of [
      { namespaces: ['notes', 'diary'] },
      { namespaces: ['*'] },
      { namespace: 'notes/*' },
    ] as JsonObject[])
      expect(() => {
        requirePinned(notes, given);
      }).toThrow('must be notes, which the URL of this server fixes; leave it out');
    expect(() => {
      requirePinned(notes, { namespaces: ['notes'] });
    }).not.toThrow();
  });

  it('refuses arguments that name another', () => {
    for (const given of [{ user_id: 'ben' }, { filters: { user_id: 'ben' } }] as JsonObject[])
      expect(() => {
        requirePinned(ANA, given);
      }).toThrow('user_id must be ana, which the URL of this server fixes; leave it out');
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
