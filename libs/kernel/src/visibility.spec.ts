import {
  decodeFilter,
  encodeFilter,
  hidingField,
  isVisible,
  narrowed,
  parseFilter,
  type Visibility,
} from './visibility';

const MEMORY = { namespace: 'notes', userId: 'ana', agentId: null };

describe('visibility', () => {
  it('is what a filter names: one of the values in every field', () => {
    expect(isVisible(undefined, MEMORY)).toBe(true);
    expect(isVisible({ userId: ['bob', 'ana'], namespace: ['notes'] }, MEMORY)).toBe(true);
    expect(hidingField({ userId: ['bob'] }, MEMORY)).toBe('user_id');
    expect(hidingField({ userId: ['ana'], namespace: ['default'] }, MEMORY)).toBe('namespace');
    expect(hidingField({ agentId: ['x'] }, MEMORY)).toBe('agent_id');
    expect(isVisible({ agentId: ['x', null] }, MEMORY)).toBe(true);
    expect(isVisible({ userId: [] }, MEMORY)).toBe(false);
  });

  it('is narrowed to a user, an agent or a namespace, and never widened', () => {
    const seen = (visibility: Visibility | undefined, only: Parameters<typeof narrowed>[1]) =>
      narrowed(visibility ? { visibility } : {}, only).visibility;
    expect(seen(undefined, {})).toBeUndefined();
    expect(seen(undefined, { userId: 'ana' })).toEqual({ userId: ['ana'] });
    expect(seen({ userId: ['ana', 'ben', null] }, { userId: 'ana' })).toEqual({ userId: ['ana'] });
    expect(seen({ userId: ['ben'] }, { userId: 'ana' })).toEqual({ userId: [] });
    expect(seen({ userId: [null], agentId: ['a'] }, { userId: 'ana', agentId: 'b' })).toEqual({
      userId: [],
      agentId: [],
    });
    expect(seen({ namespace: ['diary'] }, { userId: 'ana', namespace: 'notes' })).toEqual({
      userId: ['ana'],
      namespace: [],
    });
  });

  it('is the same after a way through a header, whatever the values are', () => {
    const visibility = { userId: ['Žofie, "q"\r\n', null], namespace: ['a/b'] };
    expect(encodeFilter(visibility)).toMatch(/^[\x21-\x7e]+$/);
    expect(decodeFilter(encodeFilter(visibility))).toEqual(visibility);
  });

  it('takes one value for a list of one, and an empty filter for none', () => {
    expect(parseFilter({ user_id: 'ana' })).toEqual({ userId: ['ana'] });
    expect(parseFilter({})).toBeUndefined();
  });

  it.each([
    '',
    '%',
    'null',
    '[]',
    '{"user":["x"]}',
    '{"user_id":[1]}',
    '{"user_id":{}}',
    '{"namespace":null}',
    '{',
  ])('is not read from %j', (text) => {
    expect(() => decodeFilter(text)).toThrow(TypeError);
  });
});
