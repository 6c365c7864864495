import { DecisionCache } from './decision-cache';
import type { PolicyQuestion } from './policy-engine';

const question = (id: string): PolicyQuestion => ({
  subject: { id, roles: ['agent'], permissions: ['memory:read'] },
  tenant: 'acme',
  action: 'memory:read',
  resource: { type: 'memory', id: null },
  request: { method: 'POST', path: '/recall' },
});

describe('the decisions of a moment ago', () => {
  const clock = { time: 0, now: () => clock.time };
  let cache: DecisionCache;

  beforeEach(() => {
    clock.time = 1_000;
    cache = new DecisionCache(500, clock);
  });

  it('are known by a digest, whatever the size of the question', () => {
    const name = cache.nameOf(question('x'.repeat(100_000)));
    expect(name).toHaveLength(44);
    expect(cache.nameOf(question('x'.repeat(100_001)))).not.toBe(name);
  });

  it('are of one question: any part that differs makes another', () => {
    const asked = question('ana');
    const { subject } = asked;
    const others: PolicyQuestion[] = [
      question('bea'),
      { ...asked, subject: { ...subject, roles: ['admin'] } },
      { ...asked, subject: { ...subject, permissions: ['memory:read', 'memory:write'] } },
      { ...asked, subject: { ...subject, roles: ['memory:read'], permissions: ['agent'] } },
      { ...asked, tenant: 'globex' },
      { ...asked, action: 'memory:write' },
      { ...asked, resource: { type: 'memory', id: '1' } },
      { ...asked, request: { method: 'GET', path: '/recall' } },
      { ...asked, request: { ...asked.request, tool: 'recall' } },
    ];
    const names = [asked, ...others].map((each) => cache.nameOf(each));
    expect(new Set(names).size).toBe(names.length);
    expect(cache.nameOf(question('ana'))).toBe(cache.nameOf(asked));
  });

  it('are known until their time is over', () => {
    const name = cache.nameOf(question('ana'));
    cache.set(name, { id: 'd', allow: true, reasons: [] });
    clock.time += 499;
    expect(cache.get(name)?.id).toBe('d');
    clock.time += 1;
    expect([cache.get(name), cache.bytes]).toEqual([undefined, 0]);
  });

  it('come to a few megabytes at most, however large they are', () => {
    const reasons = Array.from({ length: 16 }, () => 'x'.repeat(256));
    for (let number = 0; number < 3_000; number += 1)
      cache.set(cache.nameOf(question(String(number))), { id: 'd', allow: false, reasons });
    expect(cache.bytes).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(cache.get(cache.nameOf(question('2999')))?.reasons).toEqual(reasons);
    expect(cache.get(cache.nameOf(question('0')))).toBeUndefined();
  });
});
