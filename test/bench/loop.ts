import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { benchOptions, required } from './bench-options';
import { type Question, readDataSet, type Turn } from './recall/conversations';
import { scoreRun } from './recall/ranking-metrics';

const USAGE = `npm run bench:loop -- --data DIR [--dataset locomo] [--url http://127.0.0.1:9696] [--pause 600] [--every 1]

Remembers real conversations through a running service session by session, lets its cognitive loop come to rest, then asks the questions of each
conversation in their order within one session. Prints how much of the evidence recall found, and how often working memory had evidence of the
next question before it was asked. Run it against a service with the loop and against one without.

  --pause MS   between two questions of a conversation, so that the loop has spoken of one before the next
  --every N    asks every Nth question only`;

const BATCH = 500;
const RESULTS = 20;
const REST_MS = 3_000;
const SHOWN = ['hit@1', 'recall@10', 'mrr@10'];

interface Settings {
  readonly pool: Pool;
  readonly headers: Record<string, string>;
  readonly pauseMs: number;
}

/** What the answers came to. */
interface Asked {
  /** Keys of what was found, best first, by question. */
  readonly found: Map<string, readonly string[]>;
  /** Questions that had another before them in their session, and those of them with evidence in working memory. */
  followed: number;
  inWorkingMemory: number;
}

async function main(): Promise<void> {
  const values = benchOptions(USAGE, {
    data: { type: 'string' },
    dataset: { type: 'string', default: 'locomo' },
    url: { type: 'string', default: 'http://127.0.0.1:9696' },
    pause: { type: 'string', default: '600' },
    every: { type: 'string', default: '1' },
  });
  const data = required(values.data, USAGE);
  const settings: Settings = {
    pool: new Pool(values.url, { connections: 16 }),
    headers: { 'content-type': 'application/json', 'x-tenant-id': `bench-${randomBytes(6).toString('hex')}` },
    pauseMs: Number(values.pause),
  };
  const { turns, questions: all } = readDataSet(data, values.dataset);
  const questions = all.filter((_, index) => index % Number(values.every) === 0);
  await remember(settings, turns);
  await rest(settings);
  const episodes = await countEpisodes(settings);
  const asked = await ask(settings, questions);
  await settings.pool.close();
  const [overall] = scoreRun(questions, asked.found);
  console.log(
    `${turns.length} turns, ${episodes} episodes, ${overall?.count ?? 0} answerable questions of ${questions.length}`,
  );
  for (const metric of SHOWN) console.log(`${metric}: ${(100 * (overall?.means[metric] ?? 0)).toFixed(1)}`);
  console.log(
    `in working memory before it was asked for: ${asked.inWorkingMemory} of ${asked.followed} questions`,
  );
}

async function remember(settings: Settings, turns: readonly Turn[]): Promise<void> {
  for (let from = 0; from < turns.length; from += BATCH) {
    const memories = turns.slice(from, from + BATCH).map((turn) => ({
      content: turn.text,
      namespace: turn.conversation_id,
      key: turn.doc_id,
      session_id: `${turn.conversation_id}/${turn.session_id}`,
      speaker: turn.speaker,
      occurred_at: turn.timestamp,
    }));
    await call(settings, 'POST', '/remember/batch', { memories });
  }
}

/** Waits until no worker of the loop has taken anything for a while. */
async function rest(settings: Settings): Promise<void> {
  let before = '';
  for (;;) {
    const metrics = await settings.pool.request({ method: 'GET', path: '/metrics' });
    const lines = (await metrics.body.text()).split('\n');
    const taken = lines.filter((line) => line.startsWith('somabrain_cognition_messages_total')).join('\n');
    if (taken === before) return;
    before = taken;
    await pause(REST_MS);
  }
}

async function countEpisodes(settings: Settings): Promise<number> {
  const path = '/memories?memory_type=episode&limit=1&total=true';
  return (await call<{ total: number }>(settings, 'GET', path)).total;
}

/** Asks the questions of each conversation one after the other, the conversations side by side. */
async function ask(settings: Settings, questions: readonly Question[]): Promise<Asked> {
  const asked: Asked = { found: new Map(), followed: 0, inWorkingMemory: 0 };
  const conversations = new Map<string, Question[]>();
  for (const question of questions) {
    const own = conversations.get(question.conversation_id);
    if (own) own.push(question);
    else conversations.set(question.conversation_id, [question]);
  }
  await Promise.all(
    [...conversations].map(async ([conversation, own]) => {
      for (const [index, question] of own.entries()) {
        const answer = await call<{
          results: { id: string; key: string }[];
          working_memory?: { id: string }[];
        }>(settings, 'POST', '/recall', {
          query: question.query,
          namespace: conversation,
          session_id: `questions of ${conversation}`,
          k: RESULTS,
        });
        asked.found.set(
          question.query_id,
          answer.results.map(({ key }) => key),
        );
        if (index > 0 && question.evidence.length > 0) {
          asked.followed += 1;
          const inWorkingMemory = new Set(answer.working_memory?.map(({ id }) => id));
          const isInWorkingMemory = ({ id, key }: { id: string; key: string }) =>
            inWorkingMemory.has(id) && question.evidence.includes(key);
          if (answer.results.some(isInWorkingMemory)) asked.inWorkingMemory += 1;
        }
        await pause(settings.pauseMs);
      }
    }),
  );
  return asked;
}

async function call<T>(
  { pool, headers }: Settings,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<T> {
  const response = await pool.request({ method, path, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.body.text();
  if (response.statusCode >= 300) throw new Error(`${path} answered ${response.statusCode}: ${text}`);
  return JSON.parse(text) as T;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
