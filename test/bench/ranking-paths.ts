import { NamespaceIndex } from '@somabrain/retrieval';
import { benchOptions, required } from './bench-options';
import { writeInto } from './perf/report';
import { inForm, type Question, readDataSet, type Turn, type TurnForm } from './recall/conversations';
import { assets, entryOf } from './recall/in-process';
import { scoreRun } from './recall/ranking-metrics';

const USAGE = `npm run bench:paths -- --data DIR [--into FILE]

Ranks the questions of real conversations in process, once by scoring every memory, as small namespaces do, and once by scoring candidates
only, as large ones do; with a namespace for each conversation, and with one for all. DIR is that of bench:recall.`;

const SETS: readonly { set: string; what: string; form: TurnForm }[] = [
  { set: 'locomo', what: 'turns of conversations', form: 'fields' },
  { set: 'locomo', what: 'turns as "Ana: text"', form: 'name in the text' },
  { set: 'locomo', what: 'turns as texts alone', form: 'text alone' },
  { set: 'locomo-facts', what: 'facts drawn from them', form: 'fields' },
];
const PLACES = [
  { what: 'a namespace for each conversation', namespaceOf: (conversation: string) => conversation },
  { what: 'one for all', namespaceOf: () => 'all' },
];
const PATHS = [
  { what: 'all', exhaustive: true },
  { what: 'candidates', exhaustive: false },
];
const METRICS = ['recall@10', 'hit@1', 'hit@5', 'mrr@10'];
const RESULTS = 20;

function main(): void {
  const values = benchOptions(USAGE, {
    data: { type: 'string' },
    into: { type: 'string' },
  });
  const data = required(values.data, USAGE);
  const lines = [
    `| memories | namespaces | scored | ${METRICS.join(' | ')} |`,
    `|---|---|---|${METRICS.map(() => '---:|').join('')}`,
  ];
  for (const { set, what, form } of SETS) {
    const { turns: said, questions } = readDataSet(data, set);
    const turns = said.map((turn) => inForm(turn, form));
    for (const place of PLACES) {
      const indexes = indexesOf(turns, place.namespaceOf);
      for (const path of PATHS) {
        const figures = score(questions, ({ query, conversation_id: conversation }) =>
          rank(indexes.get(place.namespaceOf(conversation)), query, path.exhaustive),
        );
        lines.push(
          `| ${turns.length.toLocaleString('en')} ${what} | ${place.what} | ${path.what} | ${figures} |`,
        );
      }
    }
  }
  console.log(lines.join('\n'));
  if (values.into !== undefined) writeInto(values.into, 'paths', lines.join('\n'));
}

function indexesOf(
  turns: readonly Turn[],
  namespaceOf: (conversation: string) => string,
): Map<string, NamespaceIndex> {
  const indexes = new Map<string, NamespaceIndex>();
  for (const [arrival, turn] of turns.entries()) {
    const namespace = namespaceOf(turn.conversation_id);
    const index = indexes.get(namespace) ?? new NamespaceIndex(assets);
    indexes.set(namespace, index);
    index.upsert(entryOf(turn, arrival + 1));
  }
  return indexes;
}

function rank(index: NamespaceIndex | undefined, text: string, exhaustive: boolean): string[] {
  if (!index) throw new Error('A question is about a conversation that the corpus lacks');
  return index.rank({ text, limit: RESULTS, exhaustive }).hits.map(({ id }) => id);
}

/** Means over the answerable questions, as percentages. */
function score(questions: readonly Question[], ranked: (question: Question) => string[]): string {
  const run = new Map(questions.map((question) => [question.query_id, ranked(question)]));
  const means = scoreRun(questions, run).find(({ group }) => group === 'overall')?.means ?? {};
  return METRICS.map((metric) => (100 * (means[metric] ?? NaN)).toFixed(1)).join(' | ');
}

main();
