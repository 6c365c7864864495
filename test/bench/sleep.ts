import { isDeepStrictEqual } from 'node:util';
import { benchOptions } from './bench-options';
import { BenchService } from './perf/bench-service';
import { questions, texts } from './perf/bench-data';
import { type LoadFigures, underLoad } from './perf/load';
import { type GroupReport, renderGroup, writeInto } from './perf/report';
import type { Finding } from './perf/scenario';
import { withPostgres } from './perf/with-postgres';

const USAGE = `npm run bench:sleep -- [--memories 100000] [--seconds 30] [--into FILE]

Fills a tenant: of a hundred memories ten say the same twice, four are two facts of which the later contradicts the earlier, twelve are turns of a session, and
the others are texts of 40 words. Then consolidates them while others remember, once more, and undoes it; compares what recall answers. The service
runs in a process of its own, on a Postgres of its own.`;

const TENANT = 'sleeper';
const BATCH = 500;
const WRITERS = 4;
const CALLERS = 8;
const QUESTIONS = 200;
const POLL_MS = 250;
const MIB = 1024 * 1024;
const CITIES = ['Paris', 'Berlin', 'Madrid', 'Rome', 'Vienna', 'Prague', 'Oslo', 'Lisbon'];

interface Run {
  readonly run_id: string;
  readonly status: string;
  readonly seen: number;
  readonly total: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** What was seen of a run from outside. */
interface Watched {
  readonly seconds: number;
  readonly run: Run;
  /** How often the status had moved on when it was asked. */
  readonly steps: number;
  readonly highestBytes: number;
}

async function main(): Promise<void> {
  const values = benchOptions(USAGE, {
    memories: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '30' },
    into: { type: 'string' },
  });
  await withPostgres(async (dsn) => {
    const service = await BenchService.start(dsn);
    try {
      const report = await measure(service, Number(values.memories), Number(values.seconds) * 1000);
      console.log(`\n${renderGroup(report)}`);
      if (values.into !== undefined) writeInto(values.into, report.name, renderGroup(report));
    } finally {
      await service.stop();
    }
  });
}

async function measure(service: BenchService, memories: number, milliseconds: number): Promise<GroupReport> {
  await fill(service, memories);
  const before = await recallAll(service);
  await remembering(service, 5_000); // warms up
  const alone = await remembering(service, milliseconds);
  const bytes = service.residentBytes;
  let first: Watched | undefined;
  const running = run(service).then((watched) => (first = watched));
  // For as long as the run takes.
  const during: LoadFigures[] = [];
  while (!first) during.push(await remembering(service, 2_000, () => first !== undefined));
  const watched = await running;
  const changed = await recallAll(service);
  const second = await run(service);
  const began = performance.now();
  const undone = await ask<{ restored: number }>(service, '/sleep/undo', { run_id: watched.run.run_id });
  const undoSeconds = (performance.now() - began) / 1000;
  const after = await recallAll(service);
  const findings = [
    ...findingsOf(watched, bytes),
    ...p95Findings(alone, during),
    { what: 'changes of a second run', value: String(changesOf(second.run)), must: '0' },
    { what: 'seconds of the second run', value: second.seconds.toFixed(1) },
    { what: `answers of ${QUESTIONS} that the run changed`, value: String(different(before, changed)) },
    {
      what: 'changes reverted by the undo, and its seconds',
      value: `${undone.restored}, ${undoSeconds.toFixed(1)}`,
    },
    {
      what: `answers of ${QUESTIONS} that differ after the undo`,
      value: String(different(before, after)),
      must: '0',
    },
  ];
  const what = `Sleep: a tenant of ${memories.toLocaleString('en')} memories is consolidated while ${CALLERS} callers remember`;
  return { name: 'sleep', what, rows: [], findings };
}

function findingsOf(
  { seconds, run: { counts, total }, steps, highestBytes }: Watched,
  before: number,
): Finding[] {
  const kinds = Object.entries(counts).filter(([, count]) => count > 0);
  return [
    { what: 'memories scanned', value: total.toLocaleString('en') },
    { what: 'seconds of the run', value: seconds.toFixed(1) },
    {
      what: 'changes',
      value: kinds.map(([kind, count]) => `${count} ${kind.replaceAll('_', ' ')}`).join(', '),
    },
    { what: `progress seen in the status, asked every ${POLL_MS} ms`, value: `${steps} times` },
    {
      what: 'resident MiB before the run, and peak during it',
      value: `${Math.round(before / MIB)}, ${Math.round(highestBytes / MIB)}`,
    },
  ];
}

function p95Findings(alone: LoadFigures, during: readonly LoadFigures[]): Finding[] {
  const sorted = during.map(({ p95 }) => p95).sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1] ?? NaN;
  return [
    { what: 'remember p95 ms without a run', value: alone.p95.toFixed(1) },
    { what: `remember p95 ms during it, median of ${during.length} stretches`, value: middle.toFixed(1) },
    {
      what: 'p95 during a run against without',
      value: `${(middle / alone.p95).toFixed(2)} ×`,
      must: '≤ 1.5 ×',
    },
  ];
}

/** Callers that remember in another namespace of the tenant. @param isOver ends it early */
function remembering(
  service: BenchService,
  milliseconds: number,
  isOver = () => false,
): Promise<LoadFigures> {
  const text = texts(Math.floor(performance.now()));
  const operation = async (): Promise<void> => {
    if (isOver()) await new Promise((resolve) => setTimeout(resolve, 1));
    await service.post('/remember', TENANT, { content: text(), namespace: 'load', user_id: 'loader' });
  };
  return underLoad({ callers: CALLERS, operation }, milliseconds, { service: service.cpu });
}

/** Starts a run and watches it to its end. */
async function run(service: BenchService): Promise<Watched> {
  const began = performance.now();
  let latest = await ask<Run>(service, '/sleep/run', { episode_idle_seconds: 0, wait_seconds: 0 });
  let [steps, highestBytes] = [0, 0];
  while (latest.status === 'running') {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const { runs } = JSON.parse(await service.get('/sleep/status', TENANT)) as { runs: Run[] };
    const next = runs.find(({ run_id: id }) => id === latest.run_id) ?? latest;
    if (next.seen !== latest.seen || changesOf(next) !== changesOf(latest)) steps += 1;
    highestBytes = Math.max(highestBytes, service.residentBytes);
    latest = next;
  }
  if (latest.status !== 'done') throw new Error(`The run ended as ${latest.status}`);
  return { seconds: (performance.now() - began) / 1000, run: latest, steps, highestBytes };
}

/** What recall answers to the same questions. */
async function recallAll(service: BenchService): Promise<unknown[]> {
  const question = questions(7);
  const answers: unknown[] = [];
  for (let asked = 0; asked < QUESTIONS; asked += 1) {
    const query =
      asked % 10 === 0 ? `Where does user ${asked} live, in ${CITIES[asked % CITIES.length]}?` : question();
    const { results } = await ask<{ results: { id: string; score: number }[] }>(service, '/recall', {
      query,
    });
    answers.push(results.map(({ id, score }) => [id, score]));
  }
  return answers;
}

async function ask<T>(service: BenchService, path: string, body: unknown): Promise<T> {
  const { status, text } = await service.exchange(path, TENANT, body);
  if (status >= 300) throw new Error(`${path} answered ${status}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
}

async function fill(service: BenchService, memories: number): Promise<void> {
  const text = texts(3);
  const firsts = Array.from({ length: Math.ceil(memories / 100) }, (_, hundred) => hundred).values();
  let waiting: object[] = [];
  const writer = async (): Promise<void> => {
    for (const hundred of firsts) {
      waiting.push(...hundredOf(hundred, text));
      if (waiting.length < BATCH) continue;
      const batch = waiting;
      waiting = [];
      await service.post('/remember/batch', TENANT, { memories: batch });
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  if (waiting.length > 0) await service.post('/remember/batch', TENANT, { memories: waiting });
}

function hundredOf(hundred: number, text: () => string): object[] {
  const twins = Array.from({ length: 5 }, () => text()).flatMap((content) => [
    { content },
    { content: `${content}.` },
  ]);
  const [old, now] = [CITIES[hundred % 8], CITIES[(hundred + 3) % 8]];
  const facts = [0, 1].flatMap((number) => {
    const user = { user_id: `user ${hundred * 2 + number}` };
    return [
      { content: `I live in ${old}.`, occurred_at: '2026-01-01T00:00:00Z', ...user },
      { content: `I moved to ${now}.`, occurred_at: '2026-02-01T00:00:00Z', ...user },
    ];
  });
  const turns = Array.from({ length: 12 }, (_, position) => ({
    content: `${text()}.`,
    session_id: `session ${hundred}`,
    speaker: position % 2 === 0 ? 'Ana' : 'Ben',
    position,
  }));
  const others = Array.from({ length: 100 - twins.length - facts.length - turns.length }, () => ({
    content: text(),
  }));
  return [...twins, ...facts, ...turns, ...others];
}

function changesOf({ counts }: Run): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function different(one: readonly unknown[], other: readonly unknown[]): number {
  return one.filter((answer, index) => !isDeepStrictEqual(answer, other[index])).length;
}

void main();
