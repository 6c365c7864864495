import type { MemoryService } from '@somabrain/memory';
import { RANKING_CONSTANTS, type RankingConstants } from '@somabrain/retrieval';
import { benchOptions, required } from './bench-options';
import { BenchCorpus, eachOf, type Stored, type TurnLink } from './effect/bench-corpus';
import { type Effect, type Halves, renderEffects } from './effect/effect-report';
import { writeInto } from './perf/report';
import { seededRandom } from './perf/texts';
import { withPostgres } from './perf/with-postgres';
import { type Question, readDataSet, type Turn } from './recall/conversations';

const USAGE = `npm run bench:effect -- --data DIR [--dataset locomo] [--into FILE]

Remembers real conversations on a Postgres of its own and recalls every question with each part of cognition, and without it: importance,
recency, working memory, links and feedback. A random half of the questions is told of to those that learn; the other half shows what they
do to questions they know nothing of. Prints recall@10. --into puts the table into a document (docs/benchmarks.md).

DIR holds NAME.corpus.jsonl.gz and NAME.queries.jsonl.gz, as for bench:recall.`;

const SEED = 1;
const ADVERSARIAL = 'adversarial';
const HALF_LIFE_DAYS = 180;
const DAY_MS = 86_400_000;
/** Results of a recall that are linked with each other. */
const RECALLED_TOGETHER = 3;
const WEIGHTS = [0.1, 0.3];
const [ON, OFF] = ['on', 'off'];

/** What the measurements of all parts share. */
interface Trial {
  readonly corpus: BenchCorpus;
  readonly turns: readonly Turn[];
  readonly halves: Halves;
  readonly questions: readonly Question[];
  readonly plain: Stored;
  readonly base: Effect['run'];
  readonly random: () => number;
}

async function main(): Promise<void> {
  const values = benchOptions(USAGE, {
    data: { type: 'string' },
    dataset: { type: 'string', default: 'locomo' },
    into: { type: 'string' },
  });
  const data = required(values.data, USAGE);
  const { turns, questions } = readDataSet(data, values.dataset);
  const answerable = questions.filter(
    ({ evidence, category }) => evidence.length > 0 && category !== ADVERSARIAL,
  );
  let table = '';
  await withPostgres(async (dsn) => {
    const corpus = await BenchCorpus.open(dsn, turns);
    table = await measure(corpus, turns, answerable);
    await corpus.close();
  });
  const date = new Date().toISOString().slice(0, 10);
  const text = `${date}. ${values.dataset}: ${turns.length} turns, ${answerable.length} questions with an answer; R@10, its change and the standard error of that.\n\n${table}`;
  console.log(text);
  if (values.into !== undefined) writeInto(values.into, 'effect', text);
}

async function measure(
  corpus: BenchCorpus,
  turns: readonly Turn[],
  questions: readonly Question[],
): Promise<string> {
  const random = seededRandom(SEED);
  const halves = halvesOf(questions, random);
  const { plain, base } = await corpus.ranked({}, async (memory) => {
    const stored = await corpus.store(memory, 'plain');
    return { plain: stored, base: await corpus.recall(memory, stored, questions) };
  });
  const trial: Trial = { corpus, turns, halves, questions, plain, base, random };
  const effects = [
    ...(await weights(trial)),
    ...(await workingMemory(trial)),
    ...(await links(trial)),
    ...(await feedback(trial)),
  ];
  return renderEffects(base, effects, halves);
}

/** Importance, where long turns are the more important; recency, as if asked on the day of the newest turn. */
async function weights({ corpus, questions, plain, turns }: Trial): Promise<Effect[]> {
  const newest = Math.max(
    ...turns.flatMap(({ timestamp }) => (timestamp === null ? [] : Date.parse(`${timestamp}Z`))),
  );
  const faded = 0.5 ** ((Date.now() - newest) / DAY_MS / HALF_LIFE_DAYS);
  const effects: Effect[] = [];
  for (const weight of WEIGHTS) {
    const settings: [string, Partial<RankingConstants>][] = [
      ['importance', { importanceWeight: weight }],
      ['recency', { recencyWeight: weight / faded, recencyHalfLifeDays: HALF_LIFE_DAYS }],
    ];
    for (const [part, constants] of settings) {
      const run = await corpus.ranked(constants, (memory) => corpus.recall(memory, plain, questions));
      effects.push({ part, setting: `weight ${weight}`, run, byDefault: OFF });
    }
  }
  return effects.sort((one, other) => one.part.localeCompare(other.part));
}

/** Raises the scores of the working memory of the last session. */
async function workingMemory({ corpus, questions, plain }: Trial): Promise<Effect[]> {
  const effects: Effect[] = [];
  for (const weight of WEIGHTS) {
    const hints = { ...RANKING_CONSTANTS.hints, inMind: 1 + weight };
    const run = await corpus.ranked({ hints }, (memory) => corpus.recall(memory, plain, questions, true));
    effects.push({
      part: 'working memory',
      setting: `weight ${weight}`,
      run,
      byDefault: 'off; answered as `working_memory`',
    });
  }
  return effects;
}

/** Links of three kinds, each in a tenant of its own. */
async function links(trial: Trial): Promise<Effect[]> {
  const { corpus, questions } = trial;
  const kinds: [string, readonly TurnLink[]][] = [
    ['to the turn before', toTurnsBefore(trial.turns)],
    [
      'between what was recalled together',
      together(trial, (question) => trial.base.get(question.query_id) ?? []),
    ],
    ['between what was useful together', together(trial, ({ evidence }) => evidence)],
  ];
  const effects: Effect[] = [];
  for (const [index, [kind, made]] of kinds.entries()) {
    const stored = await corpus.ranked({}, async (memory) => {
      const tenant = await corpus.store(memory, `linked-${index}`);
      await corpus.link(memory, tenant, made);
      return tenant;
    });
    for (const linkWeight of WEIGHTS) {
      const run = await corpus.ranked({ linkWeight }, (memory) => corpus.recall(memory, stored, questions));
      effects.push({
        part: `links ${kind} (${made.length})`,
        setting: `weight ${linkWeight}`,
        run,
        byDefault: OFF,
      });
    }
  }
  return effects;
}

/** An agent says of one half of the questions what was useful: the evidence, or as many turns at random. */
async function feedback(trial: Trial): Promise<Effect[]> {
  const { corpus, questions, halves, turns, random } = trial;
  const turnsOf = new Map<string, string[]>();
  for (const { conversation_id: conversation, doc_id: turn } of turns)
    turnsOf.set(conversation, [...(turnsOf.get(conversation) ?? []), turn]);
  const anyOf = ({ conversation_id: conversation, evidence }: Question): string[] => {
    const among = turnsOf.get(conversation) ?? [];
    return evidence.map(() => among[Math.floor(random() * among.length)] ?? '');
  };
  const marks: [string, (question: Question) => readonly string[]][] = [
    ['the evidence marked useful', ({ evidence }) => evidence],
    ['as many random turns marked useful', anyOf],
  ];
  const effects: Effect[] = [];
  for (const [index, [setting, marked]] of marks.entries()) {
    const run = await corpus.ranked({}, async (memory) => {
      const stored = await corpus.store(memory, `marked-${index}`);
      await mark(memory, stored, halves.told, marked);
      return corpus.recall(memory, stored, questions);
    });
    effects.push({ part: 'feedback', setting, run, byDefault: ON });
  }
  return effects;
}

async function mark(
  memory: MemoryService,
  { context, ids }: Stored,
  questions: readonly Question[],
  useful: (question: Question) => readonly string[],
): Promise<void> {
  await eachOf(questions, async (question) => {
    const memories = [...new Set(useful(question))].flatMap((turn) => {
      const id = ids.get(turn);
      return id === undefined ? [] : [{ id, useful: true }];
    });
    if (memories.length > 0) await memory.rate(context, { query: question.query, memories });
  });
}

function toTurnsBefore(turns: readonly Turn[]): TurnLink[] {
  return turns.flatMap((turn, index) => {
    const before = turns[index - 1];
    const follows = before?.conversation_id === turn.conversation_id && before.session_id === turn.session_id;
    return follows ? [{ from: turn.doc_id, to: before.doc_id, type: 'related' as const, weight: 1 }] : [];
  });
}

/** Links between the first turns of each question of the told half; a pair that comes again is the heavier. */
function together({ halves, plain }: Trial, of: (question: Question) => readonly string[]): TurnLink[] {
  const weights = new Map<string, number>();
  for (const question of halves.told) {
    const turns = [...new Set(of(question))]
      .filter((turn) => plain.ids.has(turn))
      .slice(0, RECALLED_TOGETHER);
    for (const [index, one] of turns.entries()) {
      for (const other of turns.slice(index + 1)) {
        const pair = [one, other].sort().join(' ');
        weights.set(pair, (weights.get(pair) ?? 0) + 1);
      }
    }
  }
  return [...weights].map(([pair, weight]) => {
    const [from = '', to = ''] = pair.split(' ');
    return { from, to, type: 'co_replay', weight };
  });
}

function halvesOf(questions: readonly Question[], random: () => number): Halves {
  const drawn = questions.map((question) => ({ question, place: random() }));
  const shuffled = drawn.sort((one, other) => one.place - other.place).map(({ question }) => question);
  const middle = Math.floor(shuffled.length / 2);
  return { told: shuffled.slice(0, middle), others: shuffled.slice(middle) };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
