import * as fc from 'fast-check';
import { seedOf } from './seeded-properties';

describe('a property', () => {
  it('says how its inputs can be repeated when it fails', () => {
    const seen: number[] = [];
    const fail = (): unknown => {
      try {
        fc.assert(
          fc.property(fc.integer(), (number) => {
            seen.push(number);
            throw new Error('refuted');
          }),
          { endOnFailure: true },
        );
      } catch (error) {
        return error;
      }
      return null;
    };
    for (let time = 0; time < 2; time += 1)
      expect(fail()).toMatchObject({
        message: expect.stringMatching(/Repeat these inputs with SOMABRAIN_TEST_SEED=-?\d+$/) as string,
        cause: { message: 'refuted' },
      });
    expect(seen[1]).toBe(seen[0]);
  });

  it('takes its seed from the environment, and draws one without', () => {
    expect(seedOf('-7')).toBe(-7);
    expect(seedOf(undefined)).not.toBe(seedOf(''));
    for (const text of ['x', '1.5', '9999999999'])
      expect(() => seedOf(text)).toThrow(
        `SOMABRAIN_TEST_SEED must be a whole number of 32 bits, not '${text}'`,
      );
  });
});
