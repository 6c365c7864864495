import { benchOptions, required } from './bench-options';
import { writeInto } from './perf/report';
import { auroc, type Example, fit, probability } from './relevance/logistic';
import { type Kind, type Sample, Sampler } from './relevance/samples';

const USAGE = `npm run bench:relevance -- --data DIR [--memories 60000] [--fit] [--into FILE]

Puts questions to namespaces that hold the answer, and to such that do not, and prints how well the relevance of the best hit tells them apart.
DIR is that of bench:recall.

  --memories N  texts of the large namespaces
  --fit         fits the model anew and prints its weights`;

const SETS = [
  { set: 'locomo', bare: false },
  { set: 'locomo-facts', bare: true },
];
/** Of the answerable questions, so many shall be above the threshold. */
const KEPT = 0.95;

function main(): void {
  const values = benchOptions(USAGE, {
    data: { type: 'string' },
    memories: { type: 'string', default: '60000' },
    fit: { type: 'boolean', default: false },
    into: { type: 'string' },
  });
  const data = required(values.data, USAGE);
  const samples = SETS.flatMap(({ set, bare }) => {
    const sampler = new Sampler(data, set, bare);
    sampler.askWhole();
    sampler.askSmall();
    sampler.askLarge(Number(values.memories));
    return sampler.samples;
  });
  const table = tableOf(samples);
  console.log(table);
  if (values.fit) printFit(samples);
  if (values.into !== undefined) writeInto(values.into, 'relevance', table);
}

/** How the relevance of the best hit tells answerable questions from others. */
function tableOf(samples: readonly Sample[]): string {
  const lines = [
    '| memories | in a namespace | asked in vain | AUROC | relevance that 95 % of the answerable reach | in vain above it |',
    '|---|---:|---|---:|---:|---:|',
  ];
  for (const { set, size, kind } of groupsOf(samples)) {
    const of = (wanted: Kind) =>
      samples
        .filter((one) => one.set === set && one.size === size && one.kind === wanted)
        .map(({ relevance }) => relevance);
    const answered = of('answered');
    const vain = of(kind);
    const threshold = [...answered].sort((one, other) => one - other)[
      Math.floor((1 - KEPT) * answered.length)
    ]!;
    const above = vain.filter((relevance) => relevance >= threshold).length / vain.length;
    const what = set === 'locomo' ? 'turns' : 'facts, without speaker and session';
    const share = `${(100 * above).toFixed(0)} %`;
    lines.push(
      `| ${what} | ${Number(size).toLocaleString('en')} | ${kind} | ${auroc(answered, vain).toFixed(3)} | ${threshold.toFixed(2)} | ${share} |`,
    );
  }
  return lines.join('\n');
}

function groupsOf(samples: readonly Sample[]): Sample[] {
  const groups = new Map<string, Sample>();
  for (const sample of samples)
    if (sample.kind !== 'answered') groups.set(`${sample.set} ${sample.size} ${sample.kind}`, sample);
  const order = ({ set, size, kind }: Sample) => `${set} ${size.padStart(9)} ${kind}`;
  return [...groups.values()].sort((one, other) => order(one).localeCompare(order(other)));
}

/** The weights that all samples give, and how well those do that are fitted without the conversations of a question. */
function printFit(samples: readonly Sample[]): void {
  const counts = new Map<string, number>();
  const groupOf = ({ set, size, kind }: Sample) => `${set} ${size} ${kind}`;
  for (const sample of samples) counts.set(groupOf(sample), (counts.get(groupOf(sample)) ?? 0) + 1);
  const known = samples.filter(({ features }) => features !== null);
  const examples = known.map((sample): Example => ({
    features: sample.features ?? [],
    answerable: sample.kind === 'answered',
    // Every data set and size counts the same, and so do questions that can be answered and the two kinds that cannot.
    weight: 1_000 / counts.get(groupOf(sample))! / (sample.kind === 'answered' ? 1 : 2),
  }));
  console.log(
    `weights: ${fit(examples)
      .map((weight) => weight.toFixed(3))
      .join(', ')}`,
  );
  const conversations = new Set(known.flatMap((sample) => sample.conversations));
  const scored = [...conversations].flatMap((left) => {
    const isLeft = (place: number) => known[place]!.conversations.includes(left);
    const weights = fit(examples.filter((_, place) => !isLeft(place)));
    return examples.flatMap(({ features, answerable }, place) =>
      known[place]!.conversations[0] === left
        ? { answerable, relevance: probability(weights, features) }
        : [],
    );
  });
  const of = (answerable: boolean) =>
    scored.filter((one) => one.answerable === answerable).map(({ relevance }) => relevance);
  console.log(`AUROC of all, each conversation left out in turn: ${auroc(of(true), of(false)).toFixed(3)}`);
  const all = (answerable: boolean) =>
    samples.filter(({ kind }) => (kind === 'answered') === answerable).map(({ relevance }) => relevance);
  console.log(`AUROC of all with the shipped weights: ${auroc(all(true), all(false)).toFixed(3)}`);
}

main();
