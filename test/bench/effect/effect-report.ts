import type { Question } from '../recall/conversations';
import { scoreRanking } from '../recall/ranking-metrics';

/** What a part makes of the answers, beside what they are without it. */
export interface Effect {
  readonly part: string;
  readonly setting: string;
  readonly run: ReadonlyMap<string, readonly string[]>;
  /** What it is by default. */
  readonly byDefault: string;
}

/** Questions of which a part was told something, and the others. */
export interface Halves {
  readonly told: readonly Question[];
  readonly others: readonly Question[];
}

/** R@10 of all parts in Markdown: of the half of the questions that was told of, of the other half, and how both change. */
export function renderEffects(
  base: Effect['run'],
  effects: readonly Effect[],
  { told, others }: Halves,
): string {
  const rows = effects.map(({ part, setting, run, byDefault }) => {
    const [first, second] = [changeOf(base, run, told), changeOf(base, run, others)];
    return `| ${part} | ${setting} | ${first} | ${second} | ${byDefault} |`;
  });
  const [first, second] = [told, others].map((half) =>
    percent(mean(half.map((each) => recallOf(base, each)))),
  );
  return [
    `| feature | setting | trained half (${told.length}) | other half (${others.length}) | by default |`,
    '|---|---|---|---|---|',
    `| none | | ${first} | ${second} | |`,
    ...rows,
  ].join('\n');
}

/** The mean with the part, its change and the standard error of the change. */
function changeOf(base: Effect['run'], run: Effect['run'], questions: readonly Question[]): string {
  const after = questions.map((question) => recallOf(run, question));
  const changes = questions.map((question, index) => after[index]! - recallOf(base, question));
  const change = mean(changes);
  const variance = mean(changes.map((each) => (each - change) ** 2));
  const error = Math.sqrt(variance / questions.length);
  const size = percent(Math.abs(change));
  const sign = change < 0 && size !== percent(0) ? '−' : '+';
  return `${percent(mean(after))} (${sign}${size} ± ${percent(error)})`;
}

function recallOf(run: Effect['run'], { query_id: id, evidence }: Question): number {
  return scoreRanking(evidence, run.get(id) ?? [])['recall@10'] ?? 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function percent(value: number): string {
  return (100 * value).toFixed(1);
}
