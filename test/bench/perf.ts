import { noAccessLog } from '@somabrain/audit';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Database, EmbeddedPostgres, runMigrations } from '@somabrain/database';
import { createLogger, newTraceId, parseTenantId } from '@somabrain/kernel';
import { createInProcessMemory, type InProcessMemory, type MemoryObserver } from '@somabrain/memory';
import { Client } from 'pg';
import { migrations } from '../../migrations';
import { memoryOf } from '../support/memory-fields';
import { type LoadFigures, medianFigures, underLoad } from './perf/load';
import { readWords, seededRandom, textMaker } from './perf/texts';
import { FLOOR_TABLE, UnnestFloor } from './perf/unnest-floor';

const USAGE = `npm run bench:perf -- [--rounds 5] [--seconds 4] [--writers 64] [--json]

Measures group commit: remember by one tenant and by 1,000, with the look-ups, versions, changes and audit records that belong to it,
against a bare insert of the same texts in the same run. A Postgres of its own is started for it, with synchronous_commit on.
Figures are medians of the rounds, which take turns; latencies in ms, CPU in microseconds of this process a write.`;

const WORDS = 40;
const TENANTS = 1_000;
const WARM_UP_MS = 2_000;
const MEGABYTE = 1024 * 1024;

interface Scenario {
  readonly name: string;
  readonly operation: (caller: number, turn: number) => Promise<unknown>;
  readonly rounds: LoadFigures[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      writers: { type: 'string', default: '64' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  await withDatabase(async (database) => {
    const memory = await createMemory(database);
    const scenarios = scenariosOf(database, memory);
    const writers = Number(values.writers);
    for (const scenario of scenarios) await underLoad(writers, WARM_UP_MS, scenario.operation);
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const scenario of scenarios) {
        scenario.rounds.push(await underLoad(writers, Number(values.seconds) * 1000, scenario.operation));
      }
    }
    await memory.close();
    print(scenarios, writers, values.json);
  });
}

function scenariosOf(database: Database, memory: InProcessMemory): Scenario[] {
  const floor = new UnnestFloor(database);
  const text = textMaker(readWords(), WORDS, seededRandom(1));
  const tenants = Array.from({ length: TENANTS }, (_, index) => parseTenantId(`bench-${index}`, 'bench'));
  const single = parseTenantId('bench-single', 'bench');
  const remember = (tenant: typeof single): Promise<unknown> =>
    memory.service.remember(
      { tenant, actor: 'bench', traceId: newTraceId() },
      memoryOf(text(), { userId: 'u1' }),
    );
  const random = seededRandom(2);
  return [
    { name: 'bare unnest insert', operation: () => floor.store(text()), rounds: [] },
    { name: 'remember, 1 tenant', operation: () => remember(single), rounds: [] },
    {
      name: `remember, ${TENANTS} tenants`,
      operation: () => remember(tenants[Math.floor(random() * TENANTS)] ?? single),
      rounds: [],
    },
  ];
}

function createMemory(database: Database): Promise<InProcessMemory> {
  const nothing = (): void => undefined;
  const observer: MemoryObserver = {
    indexLoaded: nothing,
    indexEvicted: nothing,
    indexMemory: nothing,
    namespaceRefused: nothing,
    recallStage: nothing,
    scoreNotFinite: nothing,
    remembered: nothing,
    writeGroup: nothing,
  };
  const settings = {
    indexMemoryBytes: 512 * MEGABYTE,
    writeQueueMax: 10_000,
    changeRetentionDays: 7,
    writeDailyLimit: null,
  };
  const audit = { accessLog: noAccessLog, sealed: nothing, committed: nothing, quotaExceeded: nothing };
  return createInProcessMemory(database, settings, observer, audit, createLogger('WARN'));
}

async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'somabrain-bench-'));
  await chmod(directory, 0o755); // as root the server has an account of its own, which must be able to enter
  const server = await EmbeddedPostgres.start({ dataDirectory: directory });
  try {
    await runMigrations(server.connectionString, migrations);
    const owner = new Client({ connectionString: server.connectionString });
    await owner.connect();
    await owner.query(FLOOR_TABLE);
    await owner.end();
    const database = new Database({ dsn: server.connectionString, poolSize: 10 }, createLogger('WARN'));
    await work(database);
    await database.close();
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function print(scenarios: readonly Scenario[], writers: number, json: boolean): void {
  const results = scenarios.map(({ name, rounds }) => ({ name, ...medianFigures(rounds) }));
  if (json) {
    console.log(JSON.stringify({ writers, node: process.version, results }, null, 2));
    return;
  }
  const floor = results[0]?.perSecond ?? NaN;
  console.log(`${writers} writers, ${WORDS} words a text, Node ${process.version}\n`);
  console.log('| what | writes/s | of the floor | p50 ms | p95 ms | p99 ms | CPU µs |');
  console.log('|---|---|---|---|---|---|---|');
  for (const { name, perSecond, p50, p95, p99, cpuMicros } of results) {
    const cells = [
      perSecond.toFixed(0),
      `${((100 * perSecond) / floor).toFixed(0)} %`,
      p50.toFixed(1),
      p95.toFixed(1),
      p99.toFixed(1),
    ];
    console.log(`| ${name} | ${cells.join(' | ')} | ${cpuMicros.toFixed(0)} |`);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
