import { MetricsRegistry, PolicyMetrics } from '@somabrain/metrics';
import { HttpPolicyEngine, loadShippedPolicy, type PolicyEngine } from '@somabrain/policy';
import { TokenIssuer } from '@somabrain/auth';
import { Secret } from '@somabrain/config';
import { ServiceProcess } from '../support/service-process';
import { benchOptions } from './bench-options';
import { median } from './perf/load';
import { cpuSeconds } from './perf/process-cpu';
import { withPostgres } from './perf/with-postgres';
import { readWords, seededRandom, textMaker } from './perf/texts';

const USAGE = `npm run bench:guards -- [--rounds 5] [--operations 2000]

Measures what identity, policy and limits cost: CPU of the service for a recall and for a remember with everything on (JWT, the policy
"default", rate limit and daily quota) against everything off, in rounds that take turns, medians. And what a decision takes: compiled
to WebAssembly, and by an OPA server where OPA_URL names one. With REDIS_URL the rate is counted there.`;

const SECRET = 'a-secret-of-the-benchmark-of-32-bytes';
const CALLERS = 8;
const MEMORIES = 1_000;
const DECISIONS = 5_000;
const WARM_UP = 500;
const QUESTION = {
  subject: { id: 'ana', roles: ['member'], permissions: ['memory:read'] },
  tenant: 'acme',
  action: 'memory:read',
  resource: { type: 'memory', id: null },
  request: { method: 'POST', path: '/recall' },
};

interface Side {
  readonly name: string;
  readonly service: ServiceProcess;
  readonly headers: Record<string, string>;
}

async function main(): Promise<void> {
  const values = benchOptions(USAGE, {
    rounds: { type: 'string', default: '5' },
    operations: { type: 'string', default: '2000' },
  });
  await withPostgres(async (dsn) => {
    const sides = [await open('off', dsn, {}), await open('on', dsn, everything())];
    try {
      await compare(sides, Number(values.rounds), Number(values.operations));
    } finally {
      for (const { service } of sides) await service.stop();
    }
  });
  await decisions();
}

function everything(): Record<string, string> {
  const redis = process.env.REDIS_URL;
  return {
    SOMABRAIN_JWT_SECRET: SECRET,
    SOMABRAIN_POLICY_BUNDLE: 'default',
    SOMABRAIN_RATE_RPS: '1000000',
    SOMABRAIN_WRITE_DAILY_LIMIT: '1000000000',
    ...(redis !== undefined && { SOMABRAIN_REDIS_URL: redis }),
  };
}

async function open(name: string, dsn: string, settings: Record<string, string>): Promise<Side> {
  const service = await ServiceProcess.start({ SOMABRAIN_POSTGRES_DSN: dsn, ...settings });
  const issuer = new TokenIssuer(new Secret(SECRET), { issuer: null, audience: null });
  const token = await issuer.issue({
    subject: 'ana',
    tenants: [`bench-${name}`],
    roles: ['agent'],
    lifeSeconds: 3600,
  });
  return { name, service, headers: { Authorization: `Bearer ${token}`, 'X-Tenant-ID': `bench-${name}` } };
}

async function compare(sides: readonly Side[], rounds: number, operations: number): Promise<void> {
  const text = textMaker(readWords(), 40, seededRandom(1));
  const kinds = {
    remember: (side: Side) => send(side, '/remember', { content: text(), user_id: 'u1' }),
    recall: (side: Side) => send(side, '/recall', { query: text().split(' ').slice(0, 8).join(' ') }),
  };
  for (const side of sides) await run(side, MEMORIES, kinds.remember);
  for (const side of sides) await run(side, WARM_UP, kinds.recall);
  console.log('operation  off µs  on µs  ratio   (CPU of the service an operation, medians)');
  for (const [kind, operation] of Object.entries(kinds)) {
    const figures = sides.map(() => [] as number[]);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, side] of sides.entries())
        figures[index]?.push(await run(side, operations, operation));
    }
    const [off = Number.NaN, on = Number.NaN] = figures.map(median);
    console.log(
      `${kind.padEnd(9)} ${off.toFixed(0).padStart(7)} ${on.toFixed(0).padStart(6)} ${(on / off).toFixed(2).padStart(6)}`,
    );
  }
}

/** @returns microseconds of CPU of the service an operation */
async function run(
  side: Side,
  operations: number,
  operation: (side: Side) => Promise<void>,
): Promise<number> {
  const before = cpuSeconds(side.service.pid);
  let left = operations;
  const caller = async (): Promise<void> => {
    for (; left > 0;) {
      left -= 1;
      await operation(side);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return ((cpuSeconds(side.service.pid) - before) / operations) * 1e6;
}

async function send({ service, headers }: Side, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${service.url}${path}`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
}

async function decisions(): Promise<void> {
  console.log('\ndecision   p50 µs  p99 µs   (not known from a moment ago, one caller)');
  const wasm = await loadShippedPolicy('default');
  await report('WebAssembly', wasm);
  const url = process.env.OPA_URL;
  if (url === undefined) return;
  const opa = new HttpPolicyEngine({ url, timeoutMs: 5_000 }, new PolicyMetrics(new MetricsRegistry()));
  await report('OPA', opa);
  await opa.close();
}

async function report(name: string, engine: PolicyEngine): Promise<void> {
  const times: number[] = [];
  for (let count = 0; count < DECISIONS + WARM_UP; count += 1) {
    const start = performance.now();
    await engine.decide(QUESTION);
    if (count >= WARM_UP) times.push((performance.now() - start) * 1_000);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    (times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(1).padStart(7);
  console.log(`${name.padEnd(11)}${at(0.5)} ${at(0.99)}`);
}

void main();
