import { readFileSync } from 'node:fs';
import { fixture } from '../fixtures/shipped-files';
import { hitIds, indexing } from '../fixtures/entries';

const { entry, indexOf } = indexing(readFileSync);

interface Questions {
  memories: string[];
  questions: string[];
}

/** The answer to a question stands at its place among the memories. */
const SETS = Object.entries(
  JSON.parse(fixture(readFileSync, 'more-languages.json')) as Record<string, Questions>,
);
const right = (index: ReturnType<typeof indexOf>, questions: readonly string[], first = 0): number =>
  questions.filter((question, place) => hitIds(index, question)[0] === `m${first + place}`).length;

describe('Twelve questions to 24 memories', () => {
  it.each(SETS)('find 11 answers first, in %s', (_, { memories, questions }) => {
    expect(questions).toHaveLength(12);
    expect(right(indexOf(memories.map((text, i) => entry(`m${i}`, text))), questions)).toBeGreaterThanOrEqual(
      11,
    );
  });

  const all = SETS.flatMap(([, { memories }]) => memories);
  const together = indexOf(all.map((text, i) => entry(`m${i}`, text)));
  it.each(SETS)('and 10 where all languages lie in one namespace, in %s', (code, { memories, questions }) => {
    const first = SETS.findIndex(([other]) => other === code) * memories.length;
    expect(right(together, questions, first)).toBeGreaterThanOrEqual(10);
  });
});
