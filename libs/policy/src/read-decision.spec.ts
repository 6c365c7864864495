import { readDecision } from './read-decision';

const ID = 'decision-1';

describe('a decision', () => {
  it('has reasons and filters where the rule gives some', () => {
    expect(readDecision({ allow: true }, ID)).toEqual({ id: ID, allow: true, reasons: [] });
    expect(
      readDecision(
        { allow: true, reasons: ['because'], filters: { user_id: 'u1', namespace: ['a', 'b'] } },
        ID,
      ),
    ).toEqual({
      id: ID,
      allow: true,
      reasons: ['because'],
      visibility: { userId: ['u1'], namespace: ['a', 'b'] },
    });
    expect(readDecision({ allow: true, filters: {} }, ID)).not.toHaveProperty('visibility');
    expect(readDecision({ allow: true, filters: null }, ID)).not.toHaveProperty('visibility');
  });

  it('keeps reasons short, however many and long they are', () => {
    const { reasons } = readDecision(
      { allow: false, reasons: Array.from({ length: 99 }, () => 'x'.repeat(999)) },
      ID,
    );
    expect([reasons.length, reasons[0]?.length]).toEqual([16, 256]);
  });

  it('that is undefined is none', () => {
    expect(() => readDecision(undefined, ID)).toThrow(
      expect.objectContaining({ fault: 'undefined' }) as Error,
    );
  });

  it.each([
    [true],
    [null],
    ['yes'],
    [{}],
    [{ allow: 'true' }],
    [{ allow: 1 }],
    [{ allow: true, reasons: 'because' }],
    [{ allow: true, reasons: [1] }],
    [{ allow: true, filters: 'user_id' }],
    [{ allow: true, filters: ['u1'] }],
    [{ allow: true, filters: { user: 'u1' } }],
    [{ allow: true, filters: { user_id: 7 } }],
    [{ allow: true, filters: { user_id: [''] } }],
    [{ allow: true, filters: { namespace: [null] } }],
    [{ allow: true, filters: { __proto__: null, constructor: ['x'] } }],
    [{ allow: true, filters: { user_id: ['x'.repeat(9_000)] } }],
  ])('that is not understood is none: %j', (result) => {
    expect(() => readDecision(result, ID)).toThrow(expect.objectContaining({ fault: 'malformed' }) as Error);
  });
});
