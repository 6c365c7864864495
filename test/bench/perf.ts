import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Database, runMigrations } from '@somabrain/database';
import { createLogger } from '@somabrain/kernel';
import { Client } from 'pg';
import { migrations } from '../../migrations';
import { BenchService } from './perf/bench-service';
import { type LoadFigures, medianFigures, underLoad } from './perf/load';
import { measureOnce, type OnceFigure } from './perf/once';
import { fillLarge, type Scenario, scenariosOf } from './perf/scenarios';
import { FLOOR_TABLE } from './perf/unnest-floor';
import { withPostgres } from './perf/with-postgres';

const USAGE = `npm run bench:perf -- [SCENARIO …] [--rounds 5] [--seconds 4] [--json] [--profile DIR]

Puts a service under load from this process: it runs in another, on a Postgres of its own with synchronous_commit on. Scenarios take turns,
round by round; figures are medians of the rounds. Latencies in ms, CPU in microseconds of the service an operation. The floors (live, unnest)
are measured in the same run, since machines differ. --profile writes CPU profiles of the service, which slows it down.

Scenarios: live, unnest, remember, remember-tenants, batch, recall, mixed (all by default), once (starting again and loading)`;

const WARM_UP_MS = 2_000;

interface Measured extends Scenario {
  readonly rounds: LoadFigures[];
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      json: { type: 'boolean', default: false },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const wanted = new Set(positionals);
  const isWanted = (name: string) => wanted.size === 0 || wanted.has(name);
  await withPostgres(async (dsn) => {
    const database = await prepare(dsn);
    const service = await BenchService.start(dsn, {}, values.profile && resolve(values.profile));
    const scenarios = scenariosOf(service, database)
      .filter(({ name }) => isWanted(name))
      .map((scenario): Measured => ({ ...scenario, rounds: [] }));
    if (isWanted('once') || scenarios.some(({ needs }) => needs === 'large')) await fillLarge(service);
    const load = (scenario: Scenario, milliseconds: number) =>
      underLoad(scenario.callers, milliseconds, scenario.operation, service.cpu);
    for (const scenario of scenarios) await load(scenario, WARM_UP_MS);
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const scenario of scenarios)
        scenario.rounds.push(await load(scenario, Number(values.seconds) * 1000));
    }
    await service.stop();
    await database.close();
    const once = isWanted('once') ? await measureOnce(dsn) : [];
    print(scenarios, once, values.json);
  });
}

async function prepare(dsn: string): Promise<Database> {
  await runMigrations(dsn, migrations);
  const owner = new Client({ connectionString: dsn });
  await owner.connect();
  await owner.query(FLOOR_TABLE);
  await owner.end();
  return new Database({ dsn, poolSize: 10 }, createLogger('WARN'));
}

function print(scenarios: readonly Measured[], once: readonly OnceFigure[], json: boolean): void {
  const results = scenarios.map(({ name, what, callers, items, must = '', aim = '', rounds }) => ({
    name,
    what,
    callers,
    items,
    must,
    aim,
    ...medianFigures(rounds),
  }));
  const machine = { cores: cpus().length, node: process.version };
  if (json) {
    console.log(JSON.stringify({ machine, results, once }, null, 2));
    return;
  }
  console.log(`${machine.cores} cores, Node ${machine.node}\n`);
  console.log('| what | callers | a second | p50 ms | p95 ms | p99 ms | CPU µs | must | aim |');
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const { what, callers, items, perSecond, p50, p95, p99, cpuMicros, must, aim } of results) {
    const figures = [p50, p95, p99].map((value) => value.toFixed(1)).join(' | ');
    console.log(
      `| ${what} | ${callers} | ${(perSecond * items).toFixed(0)} | ${figures} | ${cpuMicros.toFixed(0)} | ${must} | ${aim} |`,
    );
  }
  if (once.length === 0) return;
  console.log('\n| what | measured | must | aim |\n|---|---|---|---|');
  for (const { what, value, must, aim } of once) console.log(`| ${what} | ${value} | ${must} | ${aim} |`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
