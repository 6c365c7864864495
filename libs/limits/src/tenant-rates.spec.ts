import { createLogger, parseTenantId } from '@somabrain/kernel';
import type { TenantLimits } from './tenant-limits';
import { TenantRates } from './tenant-rates';

const TENANT = parseTenantId('acme', 'test');
const STANDARD = { perSecond: 100, burst: 200 };
const NONE: TenantLimits = { ratePerSecond: null, rateBurst: null, writeDailyLimit: null };

function ratesOver(standard: typeof STANDARD | null = STANDARD) {
  const store = {
    reads: 0,
    limits: NONE as TenantLimits | Error,
    read(): Promise<TenantLimits> {
      store.reads += 1;
      return store.limits instanceof Error ? Promise.reject(store.limits) : Promise.resolve(store.limits);
    },
  };
  const clock = { time: 0, now: () => clock.time };
  const rates = new TenantRates(standard, store, createLogger('FATAL', { write: () => undefined }), clock);
  return { store, clock, rates };
}

describe('the rate of a tenant', () => {
  it('is the default where it has none of its own', async () => {
    expect(await ratesOver().rates.of(TENANT)).toEqual(STANDARD);
    expect(await ratesOver(null).rates.of(TENANT)).toBeNull();
  });

  it.each<[Partial<TenantLimits>, typeof STANDARD | null, typeof STANDARD]>([
    [{ ratePerSecond: 5 }, STANDARD, { perSecond: 5, burst: 10 }],
    [{ ratePerSecond: 0.1 }, STANDARD, { perSecond: 0.1, burst: 1 }],
    [{ rateBurst: 7 }, STANDARD, { perSecond: 100, burst: 7 }],
    [{ rateBurst: 7 }, null, { perSecond: 7, burst: 7 }],
    [{ ratePerSecond: 5, rateBurst: 1 }, null, { perSecond: 5, burst: 1 }],
  ])('with %j of its own, over the default %j, is %j', (own, standard, rate) => {
    expect(ratesOver(standard).rates.rateOf({ ...NONE, ...own })).toEqual(rate);
  });

  it('is read once in ten seconds, however many ask at once; then nobody waits for it', async () => {
    const { store, clock, rates } = ratesOver();
    await Promise.all([rates.of(TENANT), rates.of(TENANT), rates.of(TENANT)]);
    clock.time = 9_999;
    expect(rates.of(TENANT)).toEqual(STANDARD);
    expect(store.reads).toBe(1);
    store.limits = { ...NONE, ratePerSecond: 5 };
    clock.time = 10_000;
    expect(rates.of(TENANT)).toEqual(STANDARD);
    await Promise.resolve().then(() => undefined);
    await new Promise(setImmediate);
    expect(rates.of(TENANT)).toEqual({ perSecond: 5, burst: 10 });
    expect(store.reads).toBe(2);
  });

  it('stays what it was while the database is down', async () => {
    const { store, clock, rates } = ratesOver();
    store.limits = { ...NONE, ratePerSecond: 5 };
    await rates.of(TENANT);
    store.limits = new Error('down');
    clock.time = 10_000;
    void rates.of(TENANT);
    await new Promise(setImmediate);
    expect(rates.of(TENANT)).toEqual({ perSecond: 5, burst: 10 });
  });

  it('is read anew when it was set here', async () => {
    const { store, rates } = ratesOver();
    await rates.of(TENANT);
    store.limits = { ...NONE, ratePerSecond: 5 };
    rates.forget(TENANT);
    expect(await rates.of(TENANT)).toEqual({ perSecond: 5, burst: 10 });
  });

  it('is not what was being read when it was set', async () => {
    const { store, rates } = ratesOver();
    const answers: ((limits: TenantLimits) => void)[] = [];
    store.read = () => new Promise((resolve) => answers.push(resolve));
    const before = rates.of(TENANT);
    rates.forget(TENANT);
    const after = rates.of(TENANT);
    answers[0]?.(NONE);
    await before;
    answers[1]?.({ ...NONE, ratePerSecond: 5 });
    expect(await after).toEqual({ perSecond: 5, burst: 10 });
    expect(rates.of(TENANT)).toEqual({ perSecond: 5, burst: 10 });
  });

  it('is the default while the database is frozen, so that nobody waits for it', async () => {
    const { store, rates } = ratesOver();
    store.read = () => new Promise(() => undefined);
    expect(await rates.of(TENANT)).toEqual(STANDARD);
  });
});
