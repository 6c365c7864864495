import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { newId } from '@somabrain/kernel';
import { backendUrl } from '../stack/backends';
import { controlOf } from '../stack/faults/control';
import { createTopics } from '../stack/kafka';
import { publishedChains } from '../stack/published';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { benchOptions } from './bench-options';
import { remember } from './audit/changes';
import { quietLatencies } from './audit/quiet-latency';
import { Replicas } from './audit/replicas';
import { figuresOf } from './perf/load';
import { renderGroup, writeInto } from './perf/report';
import type { Finding } from './perf/scenario';

const TENANTS = 50;
const KILL_EVERY_MS = 8_000;
const QUIET_SECONDS = 30;
const DRAINED_MS = 300_000;
/** Nobody listens there: what is written stays in the outbox. */
const NO_BROKER = '127.0.0.1:1';

const USAGE = `npm run bench:audit -- [--changes 200000] [--into FILE]

Writes memories of ${TENANTS} tenants through two processes of the API, which are killed by SIGKILL one after the other, and has Kafka killed and
started again in between. Then holds what a consumer of the topics finds against what was committed. Then times a relay that finds as many
records in the outbox, and the way of single changes while little happens.`;

async function main(): Promise<void> {
  const values = benchOptions(USAGE, {
    changes: { type: 'string', default: '200000' },
    into: { type: 'string' },
  });
  const changes = Number(values.changes);
  await createTopics();
  const findings: Finding[] = [];
  for (const part of [() => restless(changes), () => backlog(changes), quiet]) {
    const found = await part();
    for (const { what, value } of found) console.log(`${what}: ${value}`);
    findings.push(...found);
  }
  const what = `${changes.toLocaleString('en')} changes of ${TENANTS} tenants on their way to Kafka`;
  const text = renderGroup({ name: 'audit', what, rows: [], findings });
  console.log(text);
  if (values.into !== undefined) writeInto(values.into, 'audit', text);
}

/** Everything is killed while it is written. */
async function restless(changes: number): Promise<readonly Finding[]> {
  return withReplicas(backendUrl('KAFKA_BROKERS'), async (replicas, tenants) => {
    const { database } = replicas;
    await Promise.all([replicas.add(), replicas.add()]);
    let [kills, writing, halfway] = [0, true, false];
    const restarted = waitFor(() => halfway, {
      timeoutMs: DRAINED_MS,
      what: () => 'half of the changes',
    }).then(restartKafka);
    const killing = (async () => {
      while (writing) {
        await new Promise((resolve) => setTimeout(resolve, KILL_EVERY_MS));
        if (writing) await replicas.killOne();
        kills += 1;
      }
    })();
    await remember(replicas, tenants, changes, (done) => {
      halfway ||= done >= changes / 2;
    });
    writing = false;
    await Promise.all([restarted, killing]);
    await drained(database);
    await replicas.stop();
    const [wrong, committed, repeats] = await againstCommitted(database, tenants);
    return [
      { what: 'kills of a process, kills of Kafka', value: `${kills}, once` },
      { what: 'changes committed', value: committed.toLocaleString('en') },
      { what: 'repetitions in the topic, which consumers drop', value: repeats.toLocaleString('en') },
      {
        what: 'chains with a record missing, altered, too many or out of order',
        value: `${wrong} of ${TENANTS}`,
        must: '0',
      },
    ];
  });
}

/** A relay that finds all of it waiting. */
async function backlog(changes: number): Promise<readonly Finding[]> {
  return withReplicas(NO_BROKER, async (replicas, tenants) => {
    const { database } = replicas;
    await replicas.add();
    await remember(replicas, tenants, changes);
    await replicas.stop();
    const { records, seconds } = await timeRelay(database);
    const [wrong] = await againstCommitted(database, tenants);
    return [
      {
        what: `rate of a relay with a backlog of ${records.toLocaleString('en')} records`,
        value: `${(records / seconds).toFixed(0)}/s`,
        must: '≥ 20,000/s',
      },
      { what: 'broken chains after the backlog', value: `${wrong} of ${TENANTS}`, must: '0' },
    ];
  });
}

async function quiet(): Promise<readonly Finding[]> {
  return withReplicas(backendUrl('KAFKA_BROKERS'), async (replicas, tenants) => {
    await Promise.all([replicas.add(), replicas.add()]);
    await quietLatencies(replicas, tenants, 2);
    const { p50, p99 } = figuresOf(await quietLatencies(replicas, tenants, QUIET_SECONDS), QUIET_SECONDS);
    const value = `p50 ${p50.toFixed(0)}, p99 ${p99.toFixed(0)} ms`;
    return [
      {
        what: 'delay from the answer of a write to its event at a consumer, 50 writes a second',
        value,
        must: 'p99 ≤ 1 s',
      },
    ];
  });
}

/** On a database of their own, which none of them outlives. */
async function withReplicas<T>(
  brokers: string,
  work: (replicas: Replicas, tenants: readonly string[]) => Promise<T>,
): Promise<T> {
  const database = await TestDatabase.create();
  const replicas = new Replicas(database, brokers);
  const tenants = Array.from({ length: TENANTS }, () => `bench-${newId()}`);
  try {
    return await work(replicas, tenants);
  } finally {
    await replicas.stop();
    await database.drop();
  }
}

async function restartKafka(): Promise<void> {
  const control = controlOf('kafka');
  await control('kill');
  await control('up');
}

/** From the first records that a relay removed to the last: what it takes to start is left out. */
async function timeRelay(database: TestDatabase): Promise<{ records: number; seconds: number }> {
  const run = join(__dirname, '..', '..', 'scripts', 'run.mjs');
  const env = {
    ...process.env,
    SOMABRAIN_POSTGRES_DSN: database.dsn,
    SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS'),
  };
  const relay = spawn(process.execPath, [run, join(__dirname, 'audit', 'relay.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const seen: { published: number; at: number }[] = [];
  createInterface(relay.stdout).on('line', (line) =>
    seen.push({ published: Number(line), at: performance.now() }),
  );
  await drained(database);
  const exited = once(relay, 'exit');
  relay.kill('SIGKILL');
  await exited;
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last) throw new Error('The relay published nothing');
  return { records: last.published - first.published, seconds: (last.at - first.at) / 1_000 };
}

function drained(database: TestDatabase): Promise<void> {
  const isEmpty = async (): Promise<boolean> => {
    const [row] = await database.asOwner<{ empty: boolean }>(
      'select not exists (select from audit_outbox) as empty',
    );
    return row?.empty === true;
  };
  return waitFor(isEmpty, { timeoutMs: DRAINED_MS, what: () => 'an empty outbox' });
}

/** @returns how many chains are not in the topics as they were committed, how many records were, and how many repeats are there */
async function againstCommitted(
  database: TestDatabase,
  tenants: readonly string[],
): Promise<[number, number, number]> {
  const sealed = await database.asOwner<{ chain: string; last: number; hash: string }>(
    `select distinct on (tenant_id, stream) tenant_id || ' ' || stream as chain, seq::integer as last, encode(hash, 'hex') as hash
      from audit_log where tenant_id = any($1) order by tenant_id, stream, seq desc`,
    [tenants],
  );
  const published = new Map(
    (await publishedChains(tenants)).map((chain) => [`${chain.tenant} ${chain.stream}`, chain]),
  );
  const wrong = sealed.filter(({ chain, last, hash }) => {
    const found = published.get(chain);
    return found?.fault !== null || found.records !== last || found.hash !== hash;
  });
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const repeats = sum([...published.values()].map((chain) => chain.repeats));
  return [
    wrong.length + Math.abs(published.size - sealed.length),
    sum(sealed.map(({ last }) => last)),
    repeats,
  ];
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
