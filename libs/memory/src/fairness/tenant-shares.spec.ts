import { parseTenantId, type TenantId } from '@somabrain/kernel';
import { TenantShares } from './tenant-shares';

const [loud, quiet] = ['loud', 'quiet'].map((id) => parseTenantId(id, 'test')) as [TenantId, TenantId];

describe('the shares of tenants', () => {
  let now: number;
  let load: number;
  let shares: TenantShares;
  /** Ends the oldest call that is worked on. */
  let ends: (() => void)[];
  let ended: Promise<string>[];

  beforeEach(() => {
    [now, load] = [0, 0.9];
    shares = new TenantShares(
      () => load,
      () => now,
    );
    [ends, ended] = [[], []];
  });

  async function call(tenant: TenantId, name = 'a call'): Promise<void> {
    const work = () => new Promise<string>((resolve) => ends.push(() => resolve(name)));
    ended.push(shares.within(tenant, work));
    await new Promise(setImmediate);
  }

  async function endOldest(): Promise<void> {
    ends.shift()?.();
    await new Promise(setImmediate);
  }

  it('leave a tenant that is alone without a bound', async () => {
    for (let calls = 0; calls < 40; calls += 1) await call(loud);
    expect(ends).toHaveLength(40);
  });

  it('bound what is worked on at once while another calls, who does not wait', async () => {
    await call(quiet);
    await endOldest();
    for (let calls = 0; calls < 12; calls += 1) await call(loud);
    expect(ends).toHaveLength(2);
    await call(quiet);
    expect(ends).toHaveLength(3);
    await endOldest();
    // One in the place of that which ended, and one for that of the other tenant.
    expect(ends).toHaveLength(4);
  });

  it('bound nobody while the process waits for servers', async () => {
    load = 0.4;
    await call(quiet);
    for (let calls = 0; calls < 20; calls += 1) await call(loud);
    expect(ends).toHaveLength(21);
  });

  it('grow with what the others do', async () => {
    for (let calls = 0; calls < 20; calls += 1) await call(quiet);
    for (let calls = 0; calls < 30; calls += 1) await call(loud);
    expect(ends).toHaveLength(20 + 22);
  });

  it('let in what waits, in its order, when calls end and when nobody else has called for a while', async () => {
    await call(quiet);
    await endOldest();
    for (let calls = 0; calls < 20; calls += 1) await call(loud, `call ${calls}`);
    await endOldest();
    expect(ends).toHaveLength(2);
    now = 1_001;
    await endOldest();
    expect(ends).toHaveLength(18);
    while (ends.length > 0) await endOldest();
    expect(await Promise.all(ended.slice(1))).toEqual(
      Array.from({ length: 20 }, (_, calls) => `call ${calls}`),
    );
  });

  it('refuse who has waited too long already, and nobody else', async () => {
    await call(quiet);
    for (let calls = 0; calls < 9; calls += 1) await call(loud);
    now = 1_001;
    await expect(shares.within(loud, () => Promise.resolve())).rejects.toMatchObject({ code: 'OVERLOADED' });
    await shares.within(quiet, () => Promise.resolve());
  });

  it('are given back by what fails', async () => {
    await call(quiet);
    const failing = Array.from({ length: 20 }, () =>
      shares.within(loud, () => Promise.reject(new Error('no'))),
    );
    expect(await Promise.allSettled(failing)).toEqual(
      failing.map(() => ({ status: 'rejected', reason: new Error('no') })),
    );
  });
});
