import { createLogger, parseTenantId } from '@somabrain/kernel';
import { InProcessRateLimiter } from '../in-process/in-process-rate-limiter';
import { type Rate, RateLimiter, type Verdict } from '../rate-limiter';
import { LimiterWithFallback } from './with-fallback';

const TENANT = parseTenantId('acme', 'test');
const RATE = { perSecond: 0.001, burst: 2 };

/** A shared limiter that answers as long as the test lets it. */
class Shared extends RateLimiter {
  up = true;
  asked = 0;
  private readonly counts = new InProcessRateLimiter();

  take(tenant: Parameters<RateLimiter['take']>[0], rate: Rate): Promise<Verdict> {
    this.asked += 1;
    return this.up ? Promise.resolve(this.counts.take(tenant, rate)) : Promise.reject(new Error('down'));
  }
}

describe('a limiter with a fallback', () => {
  it('counts in the process while the shared one is down, says so once, and is soon not held up by it', async () => {
    const shared = new Shared();
    const lines: string[] = [];
    const logger = createLogger('INFO', { write: (line) => lines.push(line) });
    const limiter = new LimiterWithFallback(shared, new InProcessRateLimiter(), logger);
    const take = async () => (await limiter.take(TENANT, RATE)).allowed;
    expect(await take()).toBe(true);
    shared.up = false;
    const verdicts = [];
    for (let times = 0; times < 10; times += 1) verdicts.push(await take());
    expect(verdicts).toEqual([true, true, ...Array.from({ length: 8 }, () => false)]);
    expect(shared.asked).toBe(1 + 3);
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'Redis does not count requests: each process counts its own',
    ]);
  });
});
