import { readFileSync } from 'node:fs';
import { hitIds, indexing } from '../fixtures/entries';
import { fixture } from '../fixtures/shipped-files';
import type { IndexEntry } from '../index/index-entry';
import type { NamespaceIndex } from '../index/namespace-index';

/** The same 24 memories and 12 questions in each language: question i is answered by memory i. */
type Languages = Record<
  string,
  { readonly memories: readonly string[]; readonly questions: readonly string[] }
>;

const languages = JSON.parse(fixture(readFileSync, 'languages.json')) as Languages;
const { entry, indexOf } = indexing(readFileSync);
const foreign = Object.keys(languages).filter((language) => language !== 'en');
const english = languages.en!;

let arrival = 0;
const entriesOf = (language: string): IndexEntry[] =>
  languages[language]!.memories.map((text, i) => entry(`${language}${i}`, text, { arrival: arrival++ }));

const rightFirst = (index: NamespaceIndex, language: string, questions: readonly string[]) =>
  questions.filter((question, i) => hitIds(index, question)[0] === `${language}${i}`).length;

/** Sentences of everyday talk, each with a word or two of the questions. */
const SUBJECTS = [
  'Peter',
  'A colleague',
  'My neighbour',
  'The teacher',
  'Somebody',
  'A cousin',
  'The mayor',
  'A friend',
  'The plumber',
  'My aunt',
];
const VERBS = [
  'wants',
  'needs',
  'found',
  'likes',
  'lost',
  'repaired',
  'asked for',
  'forgot',
  'talked about',
  'learned about',
];
const OBJECTS = [
  'a new network',
  'the old key',
  'some bread',
  'the heating',
  'a birthday cake',
  'the report',
  'a swimming pool',
  'the platform',
];
const chatter = SUBJECTS.flatMap((subject, s) =>
  VERBS.flatMap((verb, v) =>
    OBJECTS.map((object, o) =>
      entry(`x${(s * VERBS.length + v) * OBJECTS.length + o}`, `${subject} ${verb} ${object}.`),
    ),
  ),
);

// The floors are a little below what was measured: means of 11.5, 10.2, 11.2 and 9 of 12.
describe('recall in several languages', () => {
  it.each(Object.keys(languages))('finds the memories of %s by questions in it', (language) => {
    const index = indexOf(entriesOf(language));
    expect(rightFirst(index, language, languages[language]!.questions)).toBeGreaterThanOrEqual(10);
  });

  it.each(foreign)('finds the memories of %s by English questions', (language) => {
    const index = indexOf(entriesOf(language));
    expect(rightFirst(index, language, english.questions)).toBeGreaterThanOrEqual(8);
  });

  it("finds those of the question's language where all are in one namespace", () => {
    const index = indexOf(Object.keys(languages).flatMap(entriesOf));
    const right = Object.keys(languages).map((language) =>
      rightFirst(index, language, languages[language]!.questions),
    );
    expect(Math.min(...right)).toBeGreaterThanOrEqual(10);
    expect(right.reduce((sum, each) => sum + each) / right.length).toBeGreaterThanOrEqual(11);
  });

  it.each([true, false])(
    'finds foreign ones beside many English ones; every one scored: %s',
    (exhaustive) => {
      const index = indexOf(chatter);
      const found = ['de', 'ru', 'hi', 'ko'].map((language) => {
        const entries = entriesOf(language);
        for (const each of entries) index.upsert(each);
        const right = english.questions.filter((question, i) =>
          hitIds(index, question, { exhaustive }).slice(0, 5).includes(`${language}${i}`),
        );
        for (const { id } of entries) index.remove(id);
        return right.length;
      });
      expect(Math.min(...found)).toBeGreaterThanOrEqual(7);
    },
  );
});
