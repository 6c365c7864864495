import { readFileSync } from 'node:fs';
import { indexing } from '../fixtures/entries';
import type { NamespaceIndex } from './namespace-index';
import type { IndexEntry } from './index-entry';

const { entry, indexOf } = indexing(readFileSync);

const SAID = [
  'the boat was bought by a dentist with three daughters',
  'a broken engine made the boat useless all summer',
  'they sail from Genoa to Corsica when the boat is ready',
];

/** Three memories with labels, and one without. */
function labelled(label: string, fields: (place: number) => Partial<IndexEntry> = () => ({})): IndexEntry[] {
  return [
    ...SAID.map((text, place) => entry(`m${place}`, label + text, fields(place))),
    entry('m9', 'Nobody remembers the boat'),
  ];
}

/** Of which memories the speaker counts. */
function spokenBy(
  index: NamespaceIndex,
  question: string,
  hint: 'speaker' | 'userRole' = 'speaker',
): string[] {
  const { hits } = index.rank({ text: question, limit: 10, explain: true });
  return hits
    .filter(({ explanation }) => explanation?.hints[hint] !== undefined)
    .map(({ id }) => id)
    .sort();
}

describe('a speaker in the text', () => {
  it.each(['Ana: ', '[Ana] ', '<Ana> ', '12:03 Ana: ', '[2024-03-14 12:03] Ana: '])(
    'is recognised where three texts begin by %j',
    (label) => {
      expect(spokenBy(indexOf(labelled(label)), 'What did Ana say about the boat?')).toEqual([
        'm0',
        'm1',
        'm2',
      ]);
    },
  );

  it.each(['[user] ', 'user: ', 'Human: '])('is the user where three texts begin by %j', (label) => {
    expect(spokenBy(indexOf(labelled(label)), 'Where is the boat?', 'userRole')).toEqual(['m0', 'm1', 'm2']);
  });

  it.each<[string, IndexEntry[]]>([
    ['two texts name', labelled('Ana: ').slice(1)],
    [
      'texts name in two forms',
      labelled('Ana: ').map((each, place) => (place === 0 ? entry('m0', '[Ana] hello') : each)),
    ],
    ['texts of three users name', labelled('Ana: ', (place) => ({ userId: `u${place}` }))],
    ['texts of two agents name', labelled('Ana: ', (place) => ({ agentId: `a${place % 2}` }))],
    ['texts have with another speaker given', labelled('Ana: ', () => ({ speaker: 'Ben' }))],
  ])('is not one that %s', (_, entries) => {
    expect(spokenBy(indexOf(entries), 'What did Ana say about the boat?')).toEqual([]);
  });

  it.each(['Note: ', 'TODO: ', 'Recipe: '])('is not what kind of text it is: %j', (label) => {
    const [word = ''] = label.split(':');
    expect(spokenBy(indexOf(labelled(label)), `Is there a ${word} about the boat?`)).toEqual([]);
  });

  it('is no longer one when too few are left, and one again with the next', () => {
    const index = indexOf(labelled('Ana: '));
    const question = 'What did Ana say about the boat?';
    index.remove('m2');
    expect(spokenBy(index, question)).toEqual([]);
    index.upsert(entry('m3', 'Ana: we kept the anchor of the boat'));
    expect(spokenBy(index, question)).toEqual(['m0', 'm1', 'm3']);
  });

  it('is as good as a given one beside it', () => {
    const given = entry('m5', 'a boat in the harbour', { speaker: 'ana' });
    expect(spokenBy(indexOf([...labelled('Ana: '), given]), 'What did Ana say about the boat?')).toEqual([
      ...['m0', 'm1', 'm2', 'm5'],
    ]);
  });
});
