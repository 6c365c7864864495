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
import { users } from './perf/groups/users';
import { writes } from './perf/groups/writes';
import { HandWritten } from './perf/hand-written/hand-written';
import { type CpuClocks, type LoadFigures, medianFigures, underLoad } from './perf/load';
import { type GroupReport, printJson, renderGroup, writeInto } from './perf/report';
import type { Group, Scenario } from './perf/scenario';
import { FLOOR_TABLE } from './perf/unnest-floor';
import { withPostgres } from './perf/with-postgres';

const GROUPS: readonly Group[] = [
  writes,
  small,
  users,
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
take turns, round by round; figures are medians of the rounds. Latencies in ms, CPU in microseconds of the service, and of Postgres, an operation.
Floors are measured in the same run, since machines differ: beside each scenario the same load goes to a hand-written service. --into puts the tables into a document (docs/benchmarks.md). --profile writes CPU profiles of the service, which slows it down.

Groups: ${GROUPS.map(({ name }) => name).join(', ')} (by default all but million, whose data takes minutes to store)`;

/** The threads that compile what runs often take half a core for the first half minute of a process. */
const WARM_UP_MS = 8_000;

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
    await withPostgres(async (dsn, postgres) => {
      reports.push(await measure(group, { dsn, cpu: postgres }, timing, profile));
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
  postgres: { readonly dsn: string; readonly cpu: () => number },
  timing: Timing,
  profile: string | undefined,
): Promise<GroupReport> {
  const { dsn } = postgres;
  const database = await prepare(dsn);
  const { settings, connections } = group;
  const service = await BenchService.start(dsn, { settings, connections, profile });
  const floor = group.alone ? null : await HandWritten.start(dsn, connections);
  const clocks = (of: BenchService | HandWritten): CpuClocks => ({
    service: of.cpu,
    postgres: postgres.cpu,
  });
  for (const target of floor ? [service, floor] : [service]) await group.fill?.(target);
  const wanted = ({ name }: Scenario): boolean => timing.only?.includes(name) ?? true;
  const scenarios = group.scenarios(service, database).filter(wanted);
  const besides = floor
    ? group.scenarios(floor, database).filter((each) => wanted(each) && !each.direct)
    : [];
  const measured = [
    ...scenarios.map((scenario) => ({ scenario, cpu: clocks(service), rounds: [] })),
    ...besides.map((scenario) => ({ scenario, cpu: clocks(floor!), rounds: [] })),
  ];
  const figures = await inTurns(measured, timing);
  const results = new Map(scenarios.map(({ name }, place) => [name, figures[place]!]));
  const floors = new Map(besides.map(({ name }, place) => [name, figures[scenarios.length + place]!]));
  await floor?.stop();
  const findings = (await group.findings?.(results, service, dsn)) ?? [];
  await service.stop();
  await database.close();
  const rows = scenarios.map((scenario) => {
    const beside = floors.get(scenario.name);
    return {
      ...scenario,
      ...results.get(scenario.name)!,
      ...(beside && { handWritten: beside.perSecond }),
    };
  });
  return { name: group.name, what: group.what, rows, findings };
}

interface Measured {
  readonly scenario: Scenario;
  readonly cpu: CpuClocks;
  readonly rounds: LoadFigures[];
}

/** @returns the figures of each, in their order */
async function inTurns(
  measured: readonly Measured[],
  { rounds, milliseconds }: Timing,
): Promise<LoadFigures[]> {
  const load = ({ scenario, cpu }: Measured, time: number) =>
    underLoad(scenario, time, cpu, scenario.background);
  for (const each of measured) await load(each, WARM_UP_MS);
  for (let round = 0; round < rounds; round += 1)
    for (const each of measured) each.rounds.push(await load(each, milliseconds));
  return measured.map((each) => medianFigures(each.rounds));
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
