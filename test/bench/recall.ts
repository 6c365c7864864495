import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Pool } from 'undici';
import { benchOptions, required } from './bench-options';
import { inForm, type Question, readDataSet, type Turn, type TurnForm } from './recall/conversations';
import { type GroupScores, METRICS, scoreRun } from './recall/ranking-metrics';

const USAGE = `npm run bench:recall -- --data DIR [--dataset locomo] [--url http://127.0.0.1:9696] [--one-namespace] [--run FILE]

Remembers real conversations through a running service, recalls every question over HTTP and prints how much of the evidence was found.
Then it does so with turns that come without fields: as "Ana: text", and as texts alone. DIR holds NAME.corpus.jsonl.gz and
NAME.queries.jsonl.gz. Everything goes into tenants of its own, made for the run.

  --dataset NAME    which data set of DIR (locomo)
  --one-namespace   all conversations in one namespace instead of one each
  --run FILE        writes {query_id: [doc_id, best first]} as JSON`;

const BATCH = 500;
const RESULTS = 20;
const CONNECTIONS = 4;
const WITHOUT_FIELDS: readonly TurnForm[] = ['name in the text', 'text alone'];

interface Settings {
  readonly pool: Pool;
  readonly headers: Record<string, string>;
  readonly namespaceOf: (conversation: string) => string;
}

async function main(): Promise<void> {
  const values = benchOptions(USAGE, {
    data: { type: 'string' },
    dataset: { type: 'string', default: 'locomo' },
    url: { type: 'string', default: 'http://127.0.0.1:9696' },
    'one-namespace': { type: 'boolean', default: false },
    run: { type: 'string' },
  });
  const data = required(values.data, USAGE);
  const pool = new Pool(values.url, { connections: CONNECTIONS });
  const inTenant = (tenant: string): Settings => ({
    pool,
    headers: { 'content-type': 'application/json', 'x-tenant-id': tenant },
    namespaceOf: (conversation) => (values['one-namespace'] ? 'all' : conversation),
  });
  const tenant = newTenant();
  const { turns, questions } = readDataSet(data, values.dataset);
  const written = await timed(() => remember(inTenant(tenant), turns));
  const recalled = await timed(() => recallAll(inTenant(tenant), questions));
  const withoutFields: GroupScores[] = [];
  for (const form of WITHOUT_FIELDS) {
    const settings = inTenant(newTenant());
    await remember(
      settings,
      turns.map((turn) => inForm(turn, form)),
    );
    const overall = scoreRun(questions, await recallAll(settings, questions)).slice(0, 1);
    withoutFields.push(...overall.map((scores) => ({ ...scores, group: `${scores.group}, ${form}` })));
  }
  await pool.close();

  console.log(
    `${values.dataset}: ${turns.length} turns remembered in ${written.seconds.toFixed(1)} s, ${questions.length} questions`,
  );
  console.log(
    `recalled in ${recalled.seconds.toFixed(1)} s over ${CONNECTIONS} connections (tenant ${tenant})\n`,
  );
  printTable([...scoreRun(questions, recalled.result), ...withoutFields]);
  if (values.run) writeFileSync(values.run, JSON.stringify(Object.fromEntries(recalled.result)));
}

function newTenant(): string {
  return `bench-${randomBytes(6).toString('hex')}`;
}

async function remember(settings: Settings, turns: readonly Turn[]): Promise<void> {
  for (let from = 0; from < turns.length; from += BATCH) {
    const memories = turns.slice(from, from + BATCH).map((turn) => ({
      content: turn.text,
      namespace: settings.namespaceOf(turn.conversation_id),
      key: turn.doc_id,
      // Conversations number their sessions alike.
      session_id: turn.session_id === null ? null : `${turn.conversation_id}/${turn.session_id}`,
      speaker: turn.speaker,
      occurred_at: turn.timestamp,
    }));
    const answer = await post<{ failed: number; stored: number }>(settings, '/remember/batch', { memories });
    if (answer.failed > 0 || answer.stored !== memories.length) {
      throw new Error(`Only ${answer.stored} of ${memories.length} turns were stored`);
    }
  }
}

/** Every question, a few at a time, with its ranked document ids. */
async function recallAll(settings: Settings, questions: readonly Question[]): Promise<Map<string, string[]>> {
  const run = new Map<string, string[]>();
  const waiting = questions.values();
  const worker = async (): Promise<void> => {
    for (const question of waiting) {
      const answer = await post<{ results: { key: string }[] }>(settings, '/recall', {
        query: question.query,
        namespace: settings.namespaceOf(question.conversation_id),
        k: RESULTS,
      });
      run.set(
        question.query_id,
        answer.results.map((result) => result.key),
      );
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return run;
}

async function post<T>({ pool, headers }: Settings, path: string, body: object): Promise<T> {
  const response = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
  const text = await response.body.text();
  if (response.statusCode >= 300) throw new Error(`${path} answered ${response.statusCode}: ${text}`);
  return JSON.parse(text) as T;
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}

function printTable(groups: readonly GroupScores[]): void {
  console.log(`| questions | n | ${METRICS.join(' | ')} |`);
  console.log(`|---|---|${METRICS.map(() => '---|').join('')}`);
  for (const { group, count, means } of groups) {
    console.log(
      `| ${group} | ${count} | ${METRICS.map((metric) => (100 * (means[metric] ?? 0)).toFixed(1)).join(' | ')} |`,
    );
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
