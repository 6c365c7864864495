import { LeaderPolicy } from '@somabrain/cognition';
import { MetricsRegistry, PolicyMetrics } from '@somabrain/metrics';
import { HttpPolicyEngine, OpaRule } from '@somabrain/policy';
import { describePolicyEngine } from '../contract/policy-engine.contract';
import { RunningApi } from '../e2e/support/running-api';
import { startOn } from '../e2e/support/start-api';
import { leaderTable } from '../support/decision-table';
import { loadPolicy } from '../support/load-policy';
import { type Behaviour, TcpProxy } from '../support/tcp-proxy';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { backendUrl } from './backends';

describe.each(['policies', 'policies-prod'] as const)('OPA with deploy/opa/%s', (folder) => {
  let engine: HttpPolicyEngine;

  beforeAll(async () => {
    await loadPolicy(backendUrl('OPA_URL'), folder);
    const metrics = new PolicyMetrics(new MetricsRegistry());
    engine = new HttpPolicyEngine({ url: backendUrl('OPA_URL'), timeoutMs: 5_000 }, metrics);
  });
  afterAll(() => engine.close());

  describePolicyEngine('OPA', folder, () => engine);

  it('says who leads the cognitive loop', async () => {
    const rule = new OpaRule({ url: backendUrl('OPA_URL'), timeoutMs: 5_000 }, 'somabrain/integrator');
    const outcomes: string[] = [];
    const policy = new LeaderPolicy(rule, (outcome) => outcomes.push(outcome), quietLogger());
    for (const { question, leader } of leaderTable(folder))
      expect(await policy.leaderOf(question)).toBe(leader);
    expect(outcomes).not.toContain('unavailable');
    await policy.close();
  });

  it('answers the path of the original, too', async () => {
    const answer = await fetch(`${backendUrl('OPA_URL')}/v1/data/somabrain/auth/allow`, {
      method: 'POST',
      body: JSON.stringify({ input: { subject: { id: 'ana', roles: ['agent'] }, action: 'memory:read' } }),
    });
    expect(await answer.json()).toMatchObject({ result: true });
  });
});

describe.each([
  ['enterprise', 403, 503],
  ['development', 200, 200],
] as const)('in mode %s, while OPA', (mode, status, health) => {
  let database: TestDatabase;
  let opa: TcpProxy;
  let api: RunningApi;

  beforeAll(async () => {
    await loadPolicy(backendUrl('OPA_URL'), 'policies-prod');
    database = await TestDatabase.create();
    opa = await TcpProxy.start(backendUrl('OPA_URL'));
    const { url, lines, stop } = await startOn(database.dsn, {
      SOMABRAIN_MODE: mode,
      SOMABRAIN_DISABLE_AUTH: '1',
      SOMABRAIN_OPA_URL: opa.urlFor(backendUrl('OPA_URL')),
      SOMABRAIN_OPA_CACHE_MS: '0',
      SOMABRAIN_RATE_RPS: '100000',
    });
    api = new RunningApi(url, lines, stop);
  });
  afterAll(async () => {
    await api.stop();
    await opa.stop();
    await database.drop();
  });

  const recall = async () => (await api.post('/recall', { query: 'anything' })).status;
  const healthSays = (wanted: number, ok: boolean) =>
    waitFor(
      async () => {
        const answer = await api.get('/health');
        return answer.status === wanted && answer.json<{ opa_ok: boolean }>().opa_ok === ok;
      },
      { timeoutMs: 10_000, what: () => `${wanted} of /health, with opa_ok ${ok}` },
    );
  /** Whether the latest change that the log tells of is that there are decisions. In mode development an answer alone does not say so. */
  const isDecided = () => {
    const told = api.log.filter(({ msg }) => /^the policy (does not decide|decides again)/.test(String(msg)));
    return !String(told.at(-1)?.msg).startsWith('the policy does not decide');
  };
  const isWell = async () => {
    const asked = async () => (await recall()) === 200 && isDecided();
    await waitFor(asked, { timeoutMs: 10_000, what: () => 'a decision' });
    await healthSays(200, true);
  };

  it.each<Behaviour>(['gone', 'frozen', 'garbage'])(
    `is %s, answers ${status}; health and metrics answer; all is well without a restart`,
    async (behaviour) => {
      await isWell();
      opa.become(behaviour);
      for (let times = 0; times < 8; times += 1) expect(await recall()).toBe(status);
      await healthSays(health, false);
      for (const path of ['/metrics', '/health/live']) expect((await api.get(path)).status).toBe(200);
      opa.become('well');
      await isWell();
    },
    60_000,
  );

  it('answers late by half a second, is waited for', async () => {
    await isWell();
    opa.delayMs = 500;
    const start = performance.now();
    expect(await recall()).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(450);
    opa.delayMs = 0;
  });

  it(`answers later than it may, answers ${status}`, async () => {
    await isWell();
    opa.delayMs = 3_000;
    expect(await recall()).toBe(status);
    opa.delayMs = 0;
    opa.become('well');
    await isWell();
  });
});
