import { gzipSync } from 'node:zlib';
import { TokenIssuer } from '@somabrain/auth';
import { Secret } from '@somabrain/config';
import { ServiceProcess } from '../support/service-process';
import { benchOptions } from './bench-options';
import { cpuSeconds, residentBytes } from './perf/process-cpu';
import { withPostgres } from './perf/with-postgres';

const USAGE = `npm run bench:refused -- [--seconds 3]

Measures what it costs the service to refuse a request, one kind after the other: CPU a request, and by how much resident memory grew.
The heap is that of a small container, 512 MB. A body that is taken stands beside them: /remember, /recall, and batches of 500.`;

const SECRET = 'a-secret-of-the-benchmark-of-32-bytes';
const API_TOKEN = 'a-token-of-the-benchmark-of-32-bytes';
const MIB = 1_048_576;
const CALLERS = 4;
const WARM_UP_SECONDS = 0.5;
const TEXT = 'The heron nests in the marsh behind the old mill, and comes back every year in March. ';

/** A kind of request. */
interface Kind {
  readonly path: string;
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: () => string | Uint8Array;
}

async function main(): Promise<void> {
  const values = benchOptions(USAGE, { seconds: { type: 'string', default: '3' } });
  await withPostgres(async (dsn) => {
    const settings = {
      SOMABRAIN_POSTGRES_DSN: dsn,
      SOMABRAIN_JWT_SECRET: SECRET,
      SOMABRAIN_API_TOKEN: API_TOKEN,
      SOMABRAIN_RATE_RPS: '1000000',
      SOMABRAIN_WRITE_DAILY_LIMIT: '1000000000',
    };
    const service = await ServiceProcess.start(settings, 'api', ['--max-old-space-size=512']);
    try {
      await limitOne(service);
      console.log('kind                     status  CPU µs  requests  MiB grown');
      for (const [name, kind] of Object.entries(await kinds()))
        await measure(service, name, kind, Number(values.seconds));
    } finally {
      await service.stop();
    }
  });
}

async function kinds(): Promise<Record<string, Kind>> {
  const writer = await identity('bench', 'writer');
  const reader = await identity('bench', 'reader');
  const limited = await identity('limited', 'writer');
  const batch = '/remember/batch';
  const gzip = { 'Content-Encoding': 'gzip' };
  const bomb = gzipSync(`{"memories":[${'{},'.repeat(11_000_000)}{}]}`, { level: 9 });
  const repeated = gzipSync(JSON.stringify({ memories: Array(900).fill({ content: 'x'.repeat(36_000) }) }), {
    level: 9,
  });
  const large = JSON.stringify({ content: 'x'.repeat(14 * MIB) });
  let count = 0;
  const memory = () => ({
    content: `${TEXT.repeat(3)}${(count += 1)}`,
    metadata: { turn: count, tags: ['a', 'b'] },
  });
  return {
    'no token': { path: batch, status: 401, headers: gzip, body: () => bomb },
    'wrong permission': { path: batch, status: 403, headers: { ...reader, ...gzip }, body: () => bomb },
    'rate limited': { path: batch, status: 429, headers: { ...limited, ...gzip }, body: () => bomb },
    'too large': { path: '/remember', status: 413, headers: writer, body: () => large },
    'gzip, 11 million items': { path: batch, status: 400, headers: { ...writer, ...gzip }, body: () => bomb },
    'gzip, 32 MiB of text': {
      path: batch,
      status: 413,
      headers: { ...writer, ...gzip },
      body: () => repeated,
    },
    'deep nesting': {
      path: '/remember',
      status: 400,
      headers: writer,
      body: () => `{"metadata":${'['.repeat(500_000)}`,
    },
    'million elements': {
      path: batch,
      status: 413,
      headers: writer,
      body: () => `{"memories":[{"a":[${'1,'.repeat(500_000)}1]}]}`,
    },
    'taken: remember': {
      path: '/remember',
      status: 201,
      headers: writer,
      body: () => JSON.stringify(memory()),
    },
    'taken: recall': {
      path: '/recall',
      status: 200,
      headers: writer,
      body: () => JSON.stringify({ query: TEXT }),
    },
    'taken: batch of 500': {
      path: batch,
      status: 200,
      headers: writer,
      body: () => JSON.stringify({ memories: Array.from({ length: 500 }, memory) }),
    },
  };
}

async function identity(tenant: string, role: string): Promise<Record<string, string>> {
  const issuer = new TokenIssuer(new Secret(SECRET), { issuer: null, audience: null });
  const token = await issuer.issue({ subject: role, tenants: [tenant], roles: [role], lifeSeconds: 3600 });
  return { Authorization: `Bearer ${token}` };
}

/** One tenant may send next to nothing. */
async function limitOne({ url }: ServiceProcess): Promise<void> {
  const headers = { Authorization: `Bearer ${API_TOKEN}`, 'Content-Type': 'application/json' };
  const limits = JSON.stringify({ rate_rps: 0.001, rate_burst: 1 });
  const answer = await fetch(`${url}/tenants/limited`, { method: 'PUT', headers, body: limits });
  if (!answer.ok) throw new Error(`The limit could not be set: ${await answer.text()}`);
  await fetch(`${url}/memories`, { headers: await identity('limited', 'writer') });
}

async function measure(service: ServiceProcess, name: string, kind: Kind, seconds: number): Promise<void> {
  await load(service, kind, WARM_UP_SECONDS);
  const memory = residentBytes(service.pid);
  const before = cpuSeconds(service.pid);
  const requests = await load(service, kind, seconds);
  const cpu = ((cpuSeconds(service.pid) - before) / requests) * 1e6;
  const grown = (residentBytes(service.pid) - memory) / MIB;
  console.log(
    [
      name.padEnd(24),
      String(kind.status).padStart(6),
      cpu.toFixed(0).padStart(7),
      String(requests).padStart(9),
      grown.toFixed(0).padStart(10),
    ].join(' '),
  );
}

/** @returns how many requests were answered */
async function load({ url }: ServiceProcess, kind: Kind, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1_000;
  let answered = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      const answer = await fetch(`${url}${kind.path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...kind.headers },
        body: kind.body(),
      });
      const text = await answer.text();
      // A busy machine refuses before anything is looked at; that is not what is measured.
      if (answer.status !== kind.status && answer.status !== 503)
        throw new Error(`${kind.path} answered ${answer.status}: ${text}`);
      if (answer.status === kind.status) answered += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return answered;
}

void main();
