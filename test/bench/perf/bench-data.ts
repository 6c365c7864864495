import type { Target } from './scenario';
import { readWords, seededRandom, textMaker } from './texts';

const WORDS = 40;
const QUESTION_WORDS = 8;
const BATCH = 500;
/** Batches under way while data is stored. */
const WRITERS = 4;

const words = readWords();

/** Texts of 40 words. */
export function texts(seed: number): () => string {
  return textMaker(words, WORDS, seededRandom(seed));
}

/** Questions of 8 words. */
export function questions(seed: number): () => string {
  return textMaker(words, QUESTION_WORDS, seededRandom(seed));
}

/** The body of a batch. */
export function batchOf(text: () => string, size = BATCH): { memories: { content: string }[] } {
  return { memories: Array.from({ length: size }, () => ({ content: text() })) };
}

/** Stores so many memories for each tenant. */
export async function fill(
  service: Target,
  tenants: readonly string[],
  memories: number,
  seed: number,
): Promise<void> {
  const text = texts(seed);
  const batches = tenants.flatMap((tenant) =>
    Array.from({ length: Math.ceil(memories / BATCH) }, (_, batch) => ({
      tenant,
      size: Math.min(BATCH, memories - batch * BATCH),
    })),
  );
  const left = batches.values();
  const writer = async (): Promise<void> => {
    for (const { tenant, size } of left) await service.post('/remember/batch', tenant, batchOf(text, size));
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

/** Numbers from 0 below `count`, of which the one of rank r comes 1 / r^exponent times as often as the first. */
export function zipf(count: number, exponent: number, random: () => number): () => number {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= count; rank += 1) sums.push((sum += rank ** -exponent));
  return () => {
    const wanted = random() * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
