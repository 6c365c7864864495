import { readFileSync } from 'node:fs';
import { hitIds, indexing } from '../fixtures/entries';
import { RANKING_CONSTANTS } from '../ranking/ranking-constants';

const { entry, indexOf } = indexing(readFileSync);

/** Texts that do not say what they are about, with what belongs to them. */
const FILED = [
  entry('m1', 'We agreed on net thirty days and a cap on liability.', {
    belongings: ['vendors.acme.contract', 'Acme master agreement', 'procurement'],
  }),
  entry('m2', 'Seats 14A and 14B, leaving at six in the morning.', {
    belongings: ['trips.lisbon.flight', 'travel'],
  }),
  entry('m3', 'She prefers window seats and vegetarian meals.', {
    belongings: ['userPreferences', 'Beatrice'],
  }),
  entry('m4', 'Whisk four eggs, fold in the flour, bake at 180 degrees.', {
    belongings: ['Sponge cake', 'dessert'],
  }),
  entry('m5', 'Lisbon was sunny all week and we ate sardines by the river.', { belongings: ['holiday'] }),
  entry('m6', 'The mixer broke while I was baking, so the sponge was flat.'),
  entry('m7', 'Blood pressure 128 over 82, pulse 61.', { belongings: ['checkup', 'Dr Okafor'] }),
];
const index = indexOf(FILED);

describe('what belongs to a memory', () => {
  it.each([
    ['procurement', 'm1'],
    ['the Acme contract', 'm1'],
    ['When is the flight?', 'm2'],
    ['preferences', 'm3'],
    ['What does Beatrice like?', 'm3'],
    ['a dessert', 'm4'],
    ['What did Dr Okafor measure?', 'm7'],
  ])('finds it by its words: %s', (question, id) => {
    expect(hitIds(index, question)[0]).toBe(id);
  });

  it.each([
    ['Lisbon', ['m5', 'm2']],
    ['sponge', ['m6', 'm4']],
  ])('comes behind a text that says %s', (question, ids) => {
    expect(hitIds(index, question).slice(0, 2)).toEqual(ids);
  });

  it('is found among candidates, and explained as words', () => {
    const ask = { text: 'procurement', limit: 3, explain: true };
    const [chosen, every] = [false, true].map((exhaustive) => index.rank({ ...ask, exhaustive }).hits[0]);
    expect(chosen?.id).toBe('m1');
    expect(chosen?.explanation?.lexical).toBe(every?.explanation?.lexical);
    expect(chosen?.explanation?.lexical).toBeGreaterThan(0.3);
  });

  it('goes with the memory, changes with it, and stays through a compaction', () => {
    const changing = indexOf(FILED);
    changing.upsert(entry('m1', 'We agreed on net thirty days.', { belongings: ['logistics'] }));
    changing.remove('m2');
    Array.from(changing.compaction());
    const fresh = indexOf([
      ...FILED.slice(2),
      entry('m1', 'We agreed on net thirty days.', { belongings: ['logistics'] }),
    ]);
    for (const text of ['procurement', 'logistics', 'flight', 'dessert', 'Lisbon trips'])
      expect(changing.rank({ text, limit: 10 }).hits).toEqual(fresh.rank({ text, limit: 10 }).hits);
    expect(hitIds(changing, 'logistics')[0]).toBe('m1');
  });

  it('weighs nothing where the constants say so', () => {
    const silent = indexOf(FILED, { ...RANKING_CONSTANTS, belongingWeight: 0 });
    const [hit] = silent.rank({ text: 'procurement', limit: 10, explain: true }).hits;
    expect(hit?.explanation?.lexical ?? 0).toBe(0);
  });

  it('changes no score of memories without any', () => {
    const plain = FILED.map((each) => ({ ...each, belongings: [] }));
    const [before, after] = [indexOf(plain), indexOf([...plain.slice(0, 6), FILED[6]!])];
    for (const text of ['Lisbon', 'Who broke the mixer?'])
      expect(after.rank({ text, limit: 10 }).hits).toEqual(before.rank({ text, limit: 10 }).hits);
  });
});
