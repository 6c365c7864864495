import type { ChainEntry } from '@somabrain/audit';
import { createLogger, SYSTEM_TENANT } from '@somabrain/kernel';
import { AuthMetrics, MetricsRegistry } from '@somabrain/metrics';
import { FailedAuthentications } from './failed-authentications';

describe('failed authentications', () => {
  const registry = new MetricsRegistry();
  const metrics = new AuthMetrics(registry);
  const logger = createLogger('FATAL', { write: () => undefined });

  it('are one audit record for each reason, however many there were, and none where there were none', async () => {
    const stored: ChainEntry[] = [];
    const chain = {
      append: (entries: readonly ChainEntry[]) => Promise.resolve(void stored.push(...entries)),
    };
    const failures = new FailedAuthentications(chain, metrics, logger);
    for (let number = 0; number < 1_000; number += 1) failures.count('expired');
    failures.count('missing');
    await failures.record();
    await failures.record();
    expect(stored.map(({ tenant, stream, event }) => [tenant, stream, event.action, event.data])).toEqual([
      [SYSTEM_TENANT, 'events', 'auth.failed', { reason: 'expired', count: 1_000 }],
      [SYSTEM_TENANT, 'events', 'auth.failed', { reason: 'missing', count: 1 }],
    ]);
    expect(await registry.metrics()).toContain('somabrain_auth_refused_total{reason="expired"} 1000\n');
  });

  it('are not lost while the database is down', async () => {
    const stored: ChainEntry[] = [];
    let down = true;
    const append = (entries: readonly ChainEntry[]) =>
      down ? Promise.reject(new Error('down')) : Promise.resolve(void stored.push(...entries));
    const failures = new FailedAuthentications({ append }, metrics, logger);
    failures.count('signature');
    await failures.record();
    failures.count('signature');
    down = false;
    await failures.record();
    expect(stored.map(({ event }) => event.data)).toEqual([{ reason: 'signature', count: 2 }]);
  });
});
