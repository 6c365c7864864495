import { NumberTable } from './number-table';

describe('NumberTable', () => {
  it('numbers keys in the order of their coming, and knows them again after it has grown', () => {
    const table = new NumberTable();
    const keys = Array.from({ length: 5_000 }, (_, i) => (i * 7_919) % 2 ** 31);

    const given = keys.map((key) => table.add(key));

    expect(given).toEqual(keys.map((_, i) => i));
    expect(keys.map((key) => table.find(key))).toEqual(given);
    expect(table.size).toBe(keys.length);
  });

  it('has no number for a key that was not added', () => {
    const table = new NumberTable();
    table.add(0);
    table.add(2 ** 32 - 2);

    expect([0, 2 ** 32 - 2, 1, 64].map((key) => table.find(key))).toEqual([0, 1, -1, -1]);
  });
});
