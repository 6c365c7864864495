import { setTimeout as pause } from 'node:timers/promises';
import { type EventMessage, KafkaEventBus, TOPICS } from '@somabrain/events';
import { newId } from '@somabrain/kernel';
import { backendUrl } from '../stack/backends';
import { createTopics, kafkaOfRun, noKafkaObserver } from '../stack/kafka';
import { GroupPlaces, type Listener, LISTENER_NAMES, type Place } from '../stack/support/group-places';
import { ServiceProcess } from '../support/service-process';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { benchOptions } from './bench-options';
import { activities } from './loop-throughput/activities';
import { type Lag, lagOf, type PlaceAt } from './loop-throughput/lag';
import { cpuSeconds } from './perf/process-cpu';
import { renderGroup, writeInto } from './perf/report';
import type { Finding } from './perf/scenario';

const USAGE = `npm run bench:loop-throughput -- [--rate 5000] [--seconds 60] [--tenants 50] [--into FILE]

Publishes so many audit events a second as the relay does, to a process for each worker of the cognitive loop on the way to episodes. Prints what each
of them took, and whether what waits for it grew. The memories are not there, so no episode is written.`;

const GROUP = 'loop-throughput';
const STEP_MS = 20;
const SAMPLE_MS = 1_000;
const SETTLED_MS = 60_000;
/** Longer is not waited for those that are behind. */
const DRAINED_MS = 60_000;

interface Settings {
  readonly perSecond: number;
  readonly seconds: number;
  readonly tenants: number;
}

/** What a worker came to. */
interface Row extends Lag {
  readonly name: Listener;
  /** CPU time for each message taken. */
  readonly micros: number;
}

async function main(): Promise<void> {
  const values = benchOptions(USAGE, {
    rate: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '60' },
    tenants: { type: 'string', default: '50' },
    into: { type: 'string' },
  });
  const settings = {
    perSecond: Number(values.rate),
    seconds: Number(values.seconds),
    tenants: Number(values.tenants),
  };
  const { rows, findings } = await measure(settings);
  const { perSecond, seconds, tenants } = settings;
  const what = `${perSecond.toLocaleString('en')} activities a second of ${tenants} tenants, for ${seconds} s`;
  const text = `${renderGroup({ name: GROUP, what, rows: [], findings })}\n\n${render(rows)}`;
  console.log(text);
  if (values.into !== undefined) writeInto(values.into, GROUP, text);
}

async function measure(settings: Settings): Promise<{ rows: Row[]; findings: Finding[] }> {
  await createTopics();
  const events = activities(settings.perSecond * settings.seconds, settings.perSecond, settings.tenants);
  const database = await TestDatabase.create();
  const group = `${GROUP}-${newId()}`;
  const places = await GroupPlaces.open(backendUrl('KAFKA_BROKERS'), group);
  const workers = new Map<Listener, ServiceProcess>();
  try {
    await places.beginNow();
    for (const name of LISTENER_NAMES) workers.set(name, await startWorker(name, database, group));
    const drained = () => nothingWaits(places);
    await waitFor(drained, { timeoutMs: SETTLED_MS, what: () => 'every worker to begin' });
    return await underLoad(events, settings, places, workers);
  } finally {
    await Promise.all([...workers.values()].map((worker) => worker.stop()));
    await places.close();
    await database.drop();
  }
}

function startWorker(role: Listener, database: TestDatabase, group: string): Promise<ServiceProcess> {
  return ServiceProcess.start(
    {
      SOMABRAIN_POSTGRES_DSN: database.dsn,
      SOMABRAIN_REDIS_URL: backendUrl('REDIS_URL'),
      SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS'),
      SOMABRAIN_AUTO_MIGRATE: '0',
      SOMABRAIN_POSTGRES_POOL_SIZE: '4',
      SOMABRAIN_RANKING_THREADS: '0',
      SOMABRAIN_CONSUMER_GROUP: group,
      SOMABRAIN_COGNITION_ROLE: role,
      SOMABRAIN_FF_COG_ORCHESTRATOR: '1',
      ENABLE_COG_THREADS: '1',
    },
    'cognition',
  );
}

async function nothingWaits(places: GroupPlaces): Promise<boolean> {
  return Object.values(await places.now()).every(({ arrived, taken }) => taken === arrived);
}

/** How long it takes until nothing waits, in words. */
async function drainedAfter(places: GroupPlaces): Promise<string> {
  const start = performance.now();
  while (performance.now() - start < DRAINED_MS) {
    if (await nothingWaits(places)) return `${((performance.now() - start) / 1_000).toFixed(1)} s`;
    await pause(SAMPLE_MS / 10);
  }
  return `more than ${DRAINED_MS / 1_000} s`;
}

async function underLoad(
  events: readonly EventMessage[],
  { perSecond }: Settings,
  places: GroupPlaces,
  workers: ReadonlyMap<Listener, ServiceProcess>,
): Promise<{ rows: Row[]; findings: Finding[] }> {
  const cpuOf = (name: Listener): number => cpuSeconds(workers.get(name)!.pid);
  const cpuBefore = new Map(LISTENER_NAMES.map((name) => [name, cpuOf(name)]));
  const placeBefore = await places.now();
  const sampler = new Sampler(places);
  const published = await publish(events, perSecond);
  const samples = await sampler.stop();
  const drained = await drainedAfter(places);
  const placeAfter = await places.now();
  const rows = LISTENER_NAMES.map((name): Row => {
    const taken = placeAfter[name].taken - placeBefore[name].taken;
    const micros = taken === 0 ? 0 : (1e6 * (cpuOf(name) - cpuBefore.get(name)!)) / taken;
    const own = samples.map(({ seconds, of }): PlaceAt => ({ seconds, place: of[name] }));
    return { name, ...lagOf(own), micros };
  });
  const grew = rows.filter((row) => row.grew).map(({ name }) => name);
  return {
    rows,
    findings: [
      {
        what: 'published, acknowledged by the brokers',
        value: `${figure(published)}/s`,
        must: `≥ ${figure(perSecond)}/s`,
      },
      {
        what: 'workers with growing lag',
        value: grew.join(', ') || 'none',
        must: 'none',
      },
      { what: 'time from the last event until the lag is 0', value: drained },
    ],
  };
}

/** @returns how many were stored a second */
async function publish(events: readonly EventMessage[], perSecond: number): Promise<number> {
  const bus = new KafkaEventBus(kafkaOfRun(), noKafkaObserver, quietLogger());
  const start = performance.now();
  const underWay: Promise<void>[] = [];
  for (let next = 0; next < events.length;) {
    const due = Math.min(events.length, Math.floor(((performance.now() - start) * perSecond) / 1_000));
    if (due > next) underWay.push(bus.publish(TOPICS.auditOperations, events.slice(next, due)));
    next = Math.max(next, due);
    await pause(STEP_MS);
  }
  await Promise.all(underWay);
  const seconds = (performance.now() - start) / 1_000;
  await bus.close();
  return events.length / seconds;
}

interface Sample {
  readonly seconds: number;
  readonly of: Readonly<Record<Listener, Place>>;
}

/** Looks once a second where the groups are, until it is stopped. */
class Sampler {
  private readonly samples: Sample[] = [];
  private readonly start = performance.now();
  private stopped = false;
  private readonly sampling = this.sample();

  constructor(private readonly places: GroupPlaces) {}

  async stop(): Promise<readonly Sample[]> {
    this.stopped = true;
    await this.sampling;
    return this.samples;
  }

  private async sample(): Promise<void> {
    while (!this.stopped) {
      await pause(SAMPLE_MS);
      const of = await this.places.now();
      this.samples.push({ seconds: (performance.now() - this.start) / 1_000, of });
    }
  }
}

function render(rows: readonly Row[]): string {
  const lines = rows.map(({ name, perSecond, start, middle, end, most, grew, micros }) => {
    const figures = [perSecond.arrived, perSecond.taken, start, middle, end, most, micros].map(figure);
    return `| ${name} | ${figures.join(' | ')} | ${grew ? 'yes' : 'no'} |`;
  });
  return [
    '| worker | arrived a second | processed a second | lag at the start | in the middle | at the end | highest lag | CPU µs a message | grew |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---|',
    ...lines,
  ].join('\n');
}

function figure(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 0 });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
