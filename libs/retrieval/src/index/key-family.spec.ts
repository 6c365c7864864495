import { familyOfKey } from './key-family';

describe('the family of a key', () => {
  it.each([
    ['address', 'address', 'none'],
    ['address-2', 'address', 'counter'],
    ['address_02', 'address', 'counter'],
    ['address#3', 'address', 'counter'],
    ['address:2024', 'address', 'date'],
    ['address:2024-03', 'address', 'date'],
    ['address:2024-03-14', 'address', 'date'],
    ['address.20240314', 'address', 'date'],
    ['budget/2024-Q1', 'budget', 'date'],
    ['address-v2', 'address', 'version'],
    ['address:V3.1', 'address', 'version'],
    ['address.version-4', 'address', 'version'],
    ['policy@rev12', 'policy', 'version'],
    ['kb.paris', 'kb.paris', 'none'],
    ['user.address:2', 'user.address', 'counter'],
    ['адрес-2', 'адрес', 'counter'],
    // A number that belongs to the name.
    ['room101', 'room101', 'none'],
    ['covid19', 'covid19', 'none'],
    ['iv2', 'iv2', 'none'],
    // No counter has so many digits, and no date such a month.
    ['invoice-48213', 'invoice-48213', 'none'],
    ['order:20241399', 'order:20241399', 'none'],
    // Nothing is left that could have a version.
    ['2024-03-14', '2024-03-14', 'none'],
    ['v2', 'v2', 'none'],
    ['-2', '-2', 'none'],
    ['', '', 'none'],
  ])('%s', (key, name, suffix) => {
    expect(familyOfKey(key)).toEqual({ name, suffix });
  });

  it('is bounded for long keys', () => {
    const began = performance.now();
    for (const part of ['-1', '2024-', 'v1.', ':']) familyOfKey(part.repeat(100_000));
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
