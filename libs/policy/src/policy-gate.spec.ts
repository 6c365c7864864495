import { type ChainEntry, EventAggregator } from '@somabrain/audit';
import { createLogger, newTraceId, parseTenantId, type TenantId } from '@somabrain/kernel';
import { MetricsRegistry, PolicyMetrics } from '@somabrain/metrics';
import { type PolicyDecision, PolicyEngine, PolicyFailure, type PolicyQuestion } from './policy-engine';
import { PolicyGate } from './policy-gate';

const QUESTION: PolicyQuestion & { readonly tenant: TenantId } = {
  subject: { id: 'ana', roles: ['agent'], permissions: ['memory:read'] },
  tenant: parseTenantId('acme', 'test'),
  action: 'memory:read',
  resource: { type: 'memory', id: null },
  request: { method: 'POST', path: '/recall' },
};

/** Answers what the test says, and counts how often it is asked. */
class ScriptedEngine extends PolicyEngine {
  asked = 0;
  answer: PolicyDecision | PolicyFailure = { id: 'd1', allow: true, reasons: [] };

  decide(_: PolicyQuestion): PolicyDecision {
    this.asked += 1;
    if (this.answer instanceof PolicyFailure) throw this.answer;
    return this.answer;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function gateWith(settings: { failClosed?: boolean; cacheMs?: number } = {}) {
  const engine = new ScriptedEngine();
  const stored: ChainEntry[] = [];
  const lines: string[] = [];
  const logger = createLogger('INFO', { write: (line) => lines.push(line) });
  const append = (entries: readonly ChainEntry[]) => Promise.resolve(void stored.push(...entries));
  const denials = new EventAggregator({ append }, logger, 60_000);
  const clock = { time: 0, now: () => clock.time };
  const all = { failClosed: true, cacheMs: 1_000, ...settings };
  const registry = new MetricsRegistry();
  const gate = new PolicyGate(engine, all, new PolicyMetrics(registry), denials, logger, clock);
  const ask = (question = QUESTION) => gate.permit(question, newTraceId());
  return { engine, stored, lines, denials, clock, registry, ask };
}

describe('the gate of the policy', () => {
  it('adds the decision and what of the tenant is seen', async () => {
    const { engine, ask } = gateWith();
    engine.answer = { id: 'd2', allow: true, reasons: [], visibility: { userId: ['ana'] } };
    expect(await ask()).toEqual({ decisionId: 'd2', visibility: { userId: ['ana'] } });
  });

  it('asks the same question once in a while, and another one each time', async () => {
    const { engine, clock, ask } = gateWith();
    for (const time of [0, 500, 999]) {
      clock.time = time;
      await ask();
    }
    expect(engine.asked).toBe(1);
    clock.time = 1_000;
    await ask();
    expect(engine.asked).toBe(2);
    const others = [
      { subject: { ...QUESTION.subject, roles: ['agent', 'admin'] } },
      { tenant: parseTenantId('other', 'test') },
      { action: 'memory:write' },
      { resource: { type: 'memory', id: 'x' } },
      { request: { method: 'POST', path: '/recall', tool: 'recall' } },
    ];
    for (const other of others) await ask({ ...QUESTION, ...other });
    expect(engine.asked).toBe(2 + others.length);
  });

  it('asks each time where decisions do not hold', async () => {
    const { engine, ask } = gateWith({ cacheMs: 0 });
    await ask();
    await ask();
    expect(engine.asked).toBe(2);
  });

  it('denies with the reasons, and writes down what it denied, once for many at once', async () => {
    const { engine, stored, denials, ask, registry } = gateWith();
    engine.answer = { id: 'd3', allow: false, reasons: ['not on Sundays'] };
    for (let times = 0; times < 3; times += 1) {
      await expect(ask()).rejects.toMatchObject({
        code: 'POLICY_DENIED',
        message: 'OPA policy denied request: not on Sundays',
        decision: { id: 'd3', reasons: ['not on Sundays'] },
      });
    }
    await denials.record();
    expect(stored).toMatchObject([
      {
        tenant: 'acme',
        stream: 'events',
        event: {
          actor: 'ana',
          action: 'policy.denied',
          outcome: 'denied',
          decisionId: 'd3',
          data: { action: 'memory:read', path: '/recall', reasons: ['not on Sundays'], count: 3 },
        },
      },
    ]);
    expect(await registry.metrics()).toContain('somabrain_policy_decisions_total{decision="deny"} 3\n');
  });

  it('denies what cannot be decided, says so once, and goes on when it can', async () => {
    const { engine, lines, ask } = gateWith({ cacheMs: 0 });
    engine.answer = new PolicyFailure('late', 'OPA gave no answer in 1000 ms');
    for (let times = 0; times < 3; times += 1) {
      await expect(ask()).rejects.toMatchObject({ code: 'POLICY_UNAVAILABLE' });
    }
    engine.answer = { id: 'd4', allow: true, reasons: [] };
    expect(await ask()).toEqual({ decisionId: 'd4' });
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'the policy does not decide: everything is denied',
      'the policy decides again',
    ]);
  });

  it('allows what cannot be decided where that is the setting, and remembers no such answer', async () => {
    const { engine, ask } = gateWith({ failClosed: false });
    engine.answer = new PolicyFailure('malformed', 'garbage');
    expect(await ask()).toEqual({});
    engine.answer = { id: 'd5', allow: false, reasons: [] };
    await expect(ask()).rejects.toMatchObject({ code: 'POLICY_DENIED' });
  });
});
