import { newId, parseTenantId, type TenantId } from '@somabrain/kernel';
import type { RateLimiter } from '@somabrain/limits';

/** So slow that no token comes back while a test runs. */
const RATE = { perSecond: 0.001, burst: 200 };

/** What every adapter of `RateLimiter` does. @param limiters give the ones under test: those that count together */
export function describeRateLimiter(adapter: string, limiters: () => readonly RateLimiter[]): void {
  let tenant: TenantId;
  beforeEach(() => {
    tenant = parseTenantId(`t-${newId()}`, 'test');
  });

  const takeAll = (count: number, of = tenant) =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const limiter = limiters()[index % limiters().length];
        if (!limiter) throw new Error('There is no limiter');
        return limiter.take(of, RATE);
      }),
    );

  describe(`${adapter}: a rate limiter`, () => {
    it('lets exactly the burst of a thousand simultaneous requests through', async () => {
      const verdicts = await takeAll(1_000);
      expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(200);
      const left = verdicts.filter(({ allowed }) => allowed).map(({ remaining }) => remaining);
      expect(new Set(left).size).toBe(200);
      for (const { allowed, retryAfterSeconds } of verdicts) expect(retryAfterSeconds > 0).toBe(!allowed);
    });

    it('counts each tenant for itself', async () => {
      await takeAll(200);
      const other = parseTenantId(`t-${newId()}`, 'test');
      expect((await takeAll(1, other))[0]).toMatchObject({ allowed: true, remaining: 199 });
      expect((await takeAll(1))[0]).toMatchObject({ allowed: false, remaining: 0 });
    });
  });
}
