import { readFileSync } from 'node:fs';
import { shippedFiles } from '../fixtures/shipped-files';
import { loadRankingAssets } from '../ranking/ranking-assets';
import { belongingWords } from './belonging-words';

const { analyser } = loadRankingAssets(shippedFiles((path) => readFileSync(path)));

describe('the words of what belongs to a memory', () => {
  it.each([
    [
      ['kb.lisbon_trip', 'Travel'],
      ['kb', 'lisbon', 'trip', 'kb.lisbon_trip', 'travel'],
    ],
    [
      ['The plan of the house', 'house'],
      ['plan', 'house'],
    ],
    [['userPreferences'], ['userpreferences', 'user', 'preferences']],
    [['HTTPServer2Go'], ['httpserver2go', 'http', 'server', '2', 'go', 'server2']],
    [['note-3f2a9c1e-77aa-4b0c-9d1e-0123456789ab'], ['note']],
    [['invoice 4711'], ['invoice', '4711']],
    [[], []],
  ])('of %j are %j', (belongings, expected) => {
    expect(belongingWords(analyser, belongings)).toEqual(
      expected.filter((form) => !analyser.isStopWord(form)),
    );
  });

  it('are so many at most, however much there is', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `w${index}`).join(' ');
    expect(belongingWords(analyser, [many, 'tag'])).toHaveLength(256);
  });
});
