import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ONNX_RUNTIME, OnnxEncoder, readTokenProjection } from '@somabrain/encoders';
import {
  compressTokens,
  droppedPieces,
  maxSimilarities,
  questionTokens,
  serialiseTokens,
  type TokenVectors,
  wordsOf,
} from '@somabrain/retrieval';
import { cosine } from '../contract/encoder.contract';

const ROOT = join(__dirname, '../..');
const MODEL = join(ROOT, 'packages/encoder-minilm');
const linesOf = (path: string): string[] => wordsOf(readFileSync(path, 'utf8'));

/** Each question with the passage that answers it. */
const PAIRS = [
  ['Which animals did my sister adopt?', 'She took two cats home from the shelter.'],
  ['When is the invoice due?', 'The bill for the office printer has to be paid by Friday.'],
  ['Where did Anna grow up?', 'Anna spent her childhood in a village near Uppsala.'],
  ['What instrument does Tom play?', 'Tom has been practising the violin every evening.'],
  ['Who is allergic to peanuts?', 'Nuts are dangerous for Ben, he carries an injector.'],
  ['How does Mia commute to the lab?', 'Mia rides her bicycle along the canal to the institute.'],
] as const;

describe('compressed token vectors of the built-in neural encoder', () => {
  const projection = readTokenProjection(MODEL);
  const dropped = droppedPieces(
    linesOf(join(MODEL, 'vocab.txt')),
    new Set(linesOf(join(ROOT, 'libs/retrieval/assets/lexicon/stop-words.txt'))),
  );
  let questions: TokenVectors[];
  let passages: TokenVectors[];
  beforeAll(async () => {
    const encoder = await OnnxEncoder.start({ model: MODEL, runtime: ONNX_RUNTIME, threads: 1, waiting: 64 });
    questions = (await encoder.encodePassages(PAIRS.map(([question]) => question))).map(
      ({ tokens }) => tokens!,
    );
    passages = (await encoder.encodePassages(PAIRS.map(([, passage]) => passage))).map(
      ({ tokens }) => tokens!,
    );
    await encoder.close();
  });

  it('find the passages that whole vectors find', () => {
    const compressed = passages.map((tokens) => compressTokens(tokens, projection, dropped.ofPassages));
    const best = questions.map((tokens) => {
      const question = questionTokens(tokens, projection, dropped.always);
      return indexOfLargest(
        compressed.map((passage) => sum(maxSimilarities(question, passage, projection.to))),
      );
    });
    const bestOfWhole = questions.map((tokens) =>
      indexOfLargest(passages.map((passage) => wholeScore(tokens, passage))),
    );
    expect(bestOfWhole).toEqual([...PAIRS.keys()]);
    expect(best).toEqual(bestOfWhole);
  });

  it('take 35 bytes for each token that is kept', () => {
    for (const tokens of passages) {
      const compressed = compressTokens(tokens, projection, dropped.ofPassages);
      const others = 2 * compressed.otherPieces.length;
      expect(serialiseTokens(compressed)).toHaveLength(5 + others + 35 * compressed.pieces.length);
    }
  });

  /** MaxSim as it is defined, over vectors as the model makes them. */
  function wholeScore(question: TokenVectors, passage: TokenVectors): number {
    const asked = vectorsOf(question, dropped.always);
    const kept = vectorsOf(passage, dropped.ofPassages);
    return sum(asked.map((a) => Math.max(...kept.map((b) => cosine(a, b)))));
  }

  function vectorsOf({ pieces, vectors }: TokenVectors, without: ReadonlySet<number>): Float32Array[] {
    const { from } = projection;
    const kept = [...pieces.keys()].filter((token) => !without.has(pieces[token]!));
    return kept.map((token) => vectors.subarray(token * from, (token + 1) * from));
  }
});

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

function indexOfLargest(numbers: readonly number[]): number {
  return numbers.indexOf(Math.max(...numbers));
}
