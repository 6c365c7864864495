import { parseTenantId } from '@somabrain/kernel';
import type { Memory } from '../memory';
import { MemoryCache } from './memory-cache';

const tenant = parseTenantId('ana', 'test');

function memoryWith(content: string): Memory {
  return {
    ...{ id: 'm1', version: 1, namespace: 'default', key: null, content, metadata: {}, tags: [] },
    ...{ userId: null, agentId: null, sessionId: null, position: null, speaker: null },
    ...{ memoryType: 'episodic', importance: 1, occurredAt: null },
    ...{ createdAt: 0, updatedAt: 0, expiresAt: null, closed: null },
  };
}

describe('MemoryCache', () => {
  let now: number;
  const cacheOf = (budgetBytes: number) => new MemoryCache({ now: () => now }, budgetBytes);
  beforeEach(() => {
    now = 0;
  });

  it('knows a state of a memory, and no other one, and none of another tenant', () => {
    const cache = cacheOf(100_000);
    const memory = memoryWith('The boat is red');
    cache.keep({ tenant, arrival: 7, version: 1 }, memory);
    expect(cache.get({ tenant, arrival: 7, version: 1 })).toBe(memory);
    expect(cache.get({ tenant, arrival: 7, version: 2 })).toBeUndefined();
    expect(cache.get({ tenant, arrival: 8, version: 1 })).toBeUndefined();
    expect(cache.get({ tenant: parseTenantId('bea', 'test'), arrival: 7, version: 1 })).toBeUndefined();
  });

  it('lets go what was not asked for in two minutes, and keeps what was', () => {
    const cache = cacheOf(100_000);
    const [wanted, other] = [
      { tenant, arrival: 1, version: 1 },
      { tenant, arrival: 2, version: 1 },
    ];
    cache.keep(wanted, memoryWith('wanted'));
    cache.keep(other, memoryWith('other'));
    for (let minute = 0; minute < 3; minute += 1) {
      now += 60_001;
      expect(cache.get(wanted)).toBeDefined();
    }
    expect(cache.get(other)).toBeUndefined();
  });

  it('stays within its budget: the latest are kept, a large one never', () => {
    const cache = cacheOf(40_000);
    const kept = () =>
      Array.from({ length: 100 }, (_, arrival) => cache.get({ tenant, arrival, version: 1 })).filter(Boolean);
    cache.keep({ tenant, arrival: 0, version: 1 }, memoryWith('x'.repeat(1_000)));
    expect(kept()).toEqual([]);
    for (let arrival = 1; arrival < 100; arrival += 1)
      cache.keep({ tenant, arrival, version: 1 }, memoryWith('y'.repeat(100)));
    expect(cache.get({ tenant, arrival: 99, version: 1 })).toBeDefined();
    expect(kept().length).toBeGreaterThan(15);
    expect(kept().length).toBeLessThanOrEqual(40);
  });
});
