import { RecentlyUsed } from './recently-used';

describe('values that were used lately', () => {
  it('are at most so many, the ones used last', () => {
    const values = new RecentlyUsed<number>({ entries: 2, bytes: 1_000 });
    values.set('a', 1, 1);
    values.set('b', 2, 1);
    expect(values.get('a')).toBe(1);
    values.set('c', 3, 1);
    expect([values.get('a'), values.get('b'), values.get('c')]).toEqual([1, undefined, 3]);
  });

  it('come to at most so many bytes', () => {
    const values = new RecentlyUsed<string>({ entries: 100, bytes: 1_000 });
    for (let number = 0; number < 50; number += 1) {
      values.set(`large-${number}`, 'x', 300);
      expect(values.bytes).toBeLessThanOrEqual(1_000);
    }
    expect([values.get('large-46'), values.get('large-47')]).toEqual([undefined, 'x']);
    values.set('larger than all', 'x', 1_001);
    expect([values.get('larger than all'), values.bytes]).toEqual([undefined, 0]);
  });

  it('count once, however often they are set', () => {
    const values = new RecentlyUsed<string>({ entries: 100, bytes: 1_000 });
    for (let times = 0; times < 50; times += 1) values.set('a', 'x', 300);
    expect(values.bytes).toBe(300);
    values.delete('a');
    values.delete('a');
    expect(values.bytes).toBe(0);
  });
});
