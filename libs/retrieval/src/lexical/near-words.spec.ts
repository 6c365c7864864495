import { readFileSync } from 'node:fs';
import { editDistance } from '../analysis/edit-distance';
import { RANKING_CONSTANTS } from '../ranking/ranking-constants';
import { hitIds, indexing } from '../fixtures/entries';

const { entry, indexOf } = indexing(readFileSync);
/** Words alone, without the meaning of texts and words. */
const lexicalOnly = {
  ...RANKING_CONSTANTS,
  denseWeight: 0,
  softTerms: { ...RANKING_CONSTANTS.softTerms, atMost: 0 },
};

describe('The edit distance', () => {
  it.each([
    ['word', 'word', 0],
    ['wrod', 'word', 1],
    ['wod', 'word', 1],
    ['worrd', 'word', 1],
    ['ward', 'word', 1],
    ['', 'ab', 2],
    ['recieption', 'reception', 1],
    ['elefant', 'elephant', 2],
    ['ca', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('between "%s" and "%s" is %d', (one, other, distance) => {
    for (const most of [1, 2]) {
      expect(editDistance(one, other, most)).toBe(Math.min(distance, most + 1));
      expect(editDistance(other, one, most)).toBe(Math.min(distance, most + 1));
    }
  });
});

const MEMORIES = [
  'My neighbour Florence keeps three hedgehogs in her greenhouse',
  'The pharmacy on Gardener Street closes at six on weekdays',
  'Our quarterly budget was approved by the supervisory committee',
  'Terrence wants a vegetarian lasagne for his birthday',
  'The elevator in the parking garage is out of order until Wednesday',
  'Grandpa keeps his harmonica in the bottom drawer of the wardrobe',
  'The MongoDB backup failed because the certificate had expired',
  'I promised Veronica a postcard from Copenhagen',
  'The veterinarian prescribed antibiotics for the rabbit',
  'Emergency exits are checked by the janitor every February',
  'The translation of the contract costs seventy euros a page',
  'Aunt Philippa collects porcelain elephants',
  'Our subscription to the newspaper ends in autumn',
  'The mechanic replaced the windscreen wipers of the caravan',
  'Laurence is rehearsing a violin concerto with the chamber orchestra',
  'The dishwasher warranty covers the pump for five years',
];
/** Misspelt words, by the place of the memory that has the word. */
const MISSPELT: readonly (readonly [memory: number, queries: readonly string[]])[] = [
  [0, ['hedghogs', 'Florance', 'greenhose']],
  [1, ['pharmcy', 'when does the farmacy close', 'Gardner Street']],
  [2, ['budgt', 'who approved the quartely budget', 'comittee']],
  [3, ['vegeterian', 'lasange', 'Terence birthday']],
  [4, ['elevater', 'prking garage', 'is the elavator out of order?']],
  [5, ['harmonca', 'hramonica', 'wardobe']],
  [6, ['MogoDB', 'certifcate expired', 'backpu failed']],
  [7, ['Veronika', 'Copenhagn', 'postcrad']],
  [8, ['vetrinarian', 'antibotics', 'rabit']],
  [9, ['emergancy exits', 'janitr', 'Febuary']],
  [10, ['transaltion', 'what does the tranlsation of the contract cost']],
  [11, ['porcelan', 'Philipa', 'elefants']],
  [12, ['newspapper', 'subscripton']],
  [13, ['mecanic', 'caravn']],
  [14, ['orchesta', 'vioiln concerto']],
  [15, ['warrenty']],
];
const QUERIES = MISSPELT.flatMap(([memory, queries]) =>
  queries.map((query) => ({ query, id: `m${memory}` })),
);

/** Sentences of everyday words, as many as asked for, none of which says what a memory above says. */
function* fillers(count: number): Generator<string> {
  const people = ['Anna', 'Bruno', 'Carla', 'Diego', 'Elena', 'Felix', 'Greta'];
  const deeds = ['bought', 'sold', 'lost', 'found', 'painted', 'repaired', 'borrowed', 'cleaned', 'ordered'];
  const kinds = [
    'old',
    'green',
    'heavy',
    'wooden',
    'broken',
    'striped',
    'noisy',
    'yellow',
    'foreign',
    'narrow',
    'tiny',
  ];
  const things = [
    'bicycle',
    'lamp',
    'kettle',
    'carpet',
    'notebook',
    'ladder',
    'umbrella',
    'camera',
    'teapot',
    'mirror',
  ];
  for (let i = 0; i < count; i++) {
    const [who, did, kind, what] = [people, deeds, kinds, things].map((list) => list[i % list.length]);
    yield `${who} ${did} the ${kind} ${what} number ${i}`;
  }
}

describe('A misspelt word', () => {
  const memories = MEMORIES.map((text, i) => entry(`m${i}`, text));
  const index = indexOf(memories);
  const misses = (of: typeof index) => QUERIES.filter(({ query, id }) => hitIds(of, query)[0] !== id);

  it('finds what has the word: 40 of 42 among 16 memories', () => {
    expect(QUERIES).toHaveLength(42);
    expect(misses(index).length).toBeLessThanOrEqual(2);
  });

  it('and 38 of 42 among 890', () => {
    const others = Array.from(fillers(874), (text, i) => entry(`m${16 + i}`, text));
    expect(misses(indexOf([...memories, ...others])).length).toBeLessThanOrEqual(4);
  });

  it.each([
    ['Straßenbanh', 'Die Straßenbahn fährt nicht mehr'],
    ['велосипет', 'Мой велосипед стоит в подвале'],
    ['dien thoai', 'Điện thoại của tôi bị mất'],
    ['ποδηλάτο', 'Το ποδήλατο είναι στο υπόγειο'],
  ])('is found in other languages: %s', (query, text) => {
    const others = [entry('m1', 'Der Zug hat Verspätung'), entry('m3', 'Поезд опоздал')];
    const filled = indexOf([...others, entry('m2', text)], lexicalOnly);
    expect(hitIds(filled, query)[0]).toBe('m2');
  });

  it.each(['cat', 'b4ckup', '😀😀😀😀'])('is not guessed from "%s": too short, or no word', (query) => {
    const guessed = indexOf([entry('m1', 'car backup')], lexicalOnly);
    expect(hitIds(guessed, query)).toEqual([]);
  });

  it('stands behind the word itself', () => {
    const both = indexOf([entry('m1', 'the lantern'), entry('m2', 'the lanterm')], lexicalOnly);
    expect(hitIds(both, 'lantern')).toEqual(['m1']);
  });

  it('is looked for among four words of a question only', () => {
    const hostile = Array.from(
      { length: 50 },
      (_, i) => `zzzzz${'abcdefghij'[i % 10]}${'klmnopqrst'[Math.floor(i / 10)]}`,
    );
    expect(hitIds(indexOf(memories, lexicalOnly), `${hostile.join(' ')} hedghogs`)).not.toContain('m0');
  });
});
