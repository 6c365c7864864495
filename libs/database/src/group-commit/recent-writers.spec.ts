import { parseTenantId } from '@somabrain/kernel';
import { RecentWriters } from './recent-writers';

const [a, b, c] = ['a', 'b', 'c'].map((name) => parseTenantId(name, 'test')) as [
  ReturnType<typeof parseTenantId>,
  ReturnType<typeof parseTenantId>,
  ReturnType<typeof parseTenantId>,
];

describe('recent writers', () => {
  it('are others to everybody but themselves', () => {
    const writers = new RecentWriters();
    expect(writers.othersWroteAt(a)).toBe(-Infinity);
    writers.note([a], 10);
    expect([writers.othersWroteAt(a), writers.othersWroteAt(b)]).toEqual([-Infinity, 10]);
  });

  it('are remembered when somebody else writes', () => {
    const writers = new RecentWriters();
    writers.note([a], 10);
    writers.note([b], 20);
    writers.note([b], 30);
    expect([writers.othersWroteAt(b), writers.othersWroteAt(a)]).toEqual([10, 30]);
  });

  it('may write together', () => {
    const writers = new RecentWriters();
    writers.note([a, b], 10);
    expect([a, b, c].map((tenant) => writers.othersWroteAt(tenant))).toEqual([10, 10, 10]);
  });
});
