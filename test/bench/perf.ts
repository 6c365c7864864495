import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Database, runMigrations } from '@somabrain/database';
import { createLogger } from '@somabrain/kernel';
import { Client } from 'pg';
import { migrations } from '../../migrations';
import { BenchService } from './perf/bench-service';
import { apart } from './perf/groups/apart';
import { fairness } from './perf/groups/fairness';
import { large } from './perf/groups/large';
import { million } from './perf/groups/million';
import { overload } from './perf/groups/overload';
import { small } from './perf/groups/small';
import { tenants, zipfTenants } from './perf/groups/tenants';
import { writes } from './perf/groups/writes';
import { type LoadFigures, medianFigures, underLoad } from './perf/load';
import { type GroupReport, printJson, renderGroup, writeInto } from './perf/report';
import type { Group, Scenario } from './perf/scenario';
import { FLOOR_TABLE } from './perf/unnest-floor';
import { withPostgres } from './perf/with-postgres';

const GROUPS: readonly Group[] = [
  writes,
  small,
  large,
  tenants,
  zipfTenants,
  apart,
  fairness,
  overload,
  million,
];

const USAGE = `npm run bench:perf -- [GROUP …] [--rounds 5] [--seconds 4] [--scenario NAME …] [--json] [--into FILE] [--profile DIR]

Puts a service under load from this process: it runs in another, on a Postgres of its own with synchronous_commit on. The scenarios of a group
take turns, round by round; figures are medians of the rounds. Latencies in ms, CPU in microseconds of the service an operation. Floors are
measured in the same run, since machines differ. --into puts the tables into a document (docs/benchmarks.md). --profile writes CPU profiles of the service, which slows it down.

Groups: ${GROUPS.map(({ name }) => name).join(', ')} (by default all but million, whose data takes minutes to store)`;

const WARM_UP_MS = 2_000;

interface Timing {
  readonly rounds: number;
  readonly milliseconds: number;
  /** Names of scenarios; all if absent. */
  readonly only?: readonly string[];
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      scenario: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
      into: { type: 'string' },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.find((name) => !GROUPS.some((group) => group.name === name));
  if (values.help || unknown !== undefined) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const wanted = GROUPS.filter(({ name }) =>
    positionals.length > 0 ? positionals.includes(name) : name !== million.name,
  );
  const timing = {
    rounds: Number(values.rounds),
    milliseconds: Number(values.seconds) * 1000,
    only: values.scenario,
  };
  const profile = values.profile === undefined ? undefined : resolve(values.profile);
  const reports: GroupReport[] = [];
  for (const group of wanted) {
    // Each on a server of its own: what one stores does not slow the next.
    await withPostgres(async (dsn) => {
      reports.push(await measure(group, dsn, timing, profile));
    });
    const report = reports.at(-1);
    if (!report) continue;
    if (!values.json) console.log(`\n${renderGroup(report)}`);
    if (values.into !== undefined) writeInto(values.into, report.name, renderGroup(report));
  }
  if (values.json) printJson(reports);
}

async function measure(
  group: Group,
  dsn: string,
  timing: Timing,
  profile: string | undefined,
): Promise<GroupReport> {
  const database = await prepare(dsn);
  const service = await BenchService.start(dsn, {
    settings: group.settings,
    connections: group.connections,
    profile,
  });
  await group.fill?.(service);
  const scenarios = group
    .scenarios(service, database)
    .filter(({ name }) => timing.only?.includes(name) ?? true);
  const results = await inTurns(scenarios, service, timing);
  const findings = (await group.findings?.(results, service, dsn)) ?? [];
  await service.stop();
  await database.close();
  const rows = scenarios.map((scenario) => ({ ...scenario, ...results.get(scenario.name)! }));
  return { name: group.name, what: group.what, rows, findings };
}

async function inTurns(
  scenarios: readonly Scenario[],
  service: BenchService,
  { rounds, milliseconds }: Timing,
): Promise<Map<string, LoadFigures>> {
  const measured = scenarios.map((scenario) => ({ scenario, rounds: [] as LoadFigures[] }));
  const load = (scenario: Scenario, time: number) =>
    underLoad(scenario, time, service.cpu, scenario.background);
  for (const scenario of scenarios) await load(scenario, WARM_UP_MS);
  for (let round = 0; round < rounds; round += 1)
    for (const each of measured) each.rounds.push(await load(each.scenario, milliseconds));
  return new Map(measured.map((each) => [each.scenario.name, medianFigures(each.rounds)]));
}

async function prepare(dsn: string): Promise<Database> {
  await runMigrations(dsn, migrations);
  const owner = new Client({ connectionString: dsn });
  await owner.connect();
  await owner.query(FLOOR_TABLE);
  await owner.end();
  return new Database({ dsn, poolSize: 10 }, createLogger('WARN'));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
