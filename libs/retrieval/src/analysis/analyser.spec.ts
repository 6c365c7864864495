import { readFileSync } from 'node:fs';
import { fixture, shippedFiles } from '../fixtures/shipped-files';
import { Analyser } from './analyser';
import { stem } from './porter2';
import { loadRankingAssets } from '../ranking/ranking-assets';
import { groupWeight } from './thesaurus';
import { words } from './words';

const assets = loadRankingAssets(shippedFiles(readFileSync));

interface GoldenText {
  text: string;
  words: string[];
  terms: string[];
}

describe('Porter2', () => {
  it('agrees with the reference stems', () => {
    const lines = fixture(readFileSync, 'stems-golden.tsv').trim().split('\n');
    const differing = lines.filter((line) => {
      const [word, expected] = line.split('\t');
      return stem(word!) !== expected;
    });
    expect(lines).toHaveLength(1019);
    expect(differing).toEqual([]);
  });

  it('leaves digits and other scripts alone', () => {
    expect(['3rd', '2023', '30am', 'привет', '東京'].map(stem)).toEqual([
      '3rd',
      '2023',
      '30am',
      'привет',
      '東京',
    ]);
  });
});

describe('Analyser', () => {
  const golden = JSON.parse(fixture(readFileSync, 'analyser-golden.json')) as GoldenText[];

  it.each(golden)('finds words and terms of "$text"', ({ text, words: expectedWords, terms }) => {
    expect(words(text)).toEqual(expectedWords);
    expect(assets.analyser.terms(text)).toEqual(terms);
  });

  it('knows a word of hostile length by its beginning, in linear time', () => {
    const [word, ...rest] = words('s'.repeat(50_000));
    expect(word).toHaveLength(64);
    expect(rest).toEqual([]);
  });

  it('says which line of the irregular forms is wrong', () => {
    expect(
      () =>
        new Analyser({ stopWords: 'a', stopWordsByLanguage: 'de\tder', irregularForms: 'went\tgo\nsaw see' }),
    ).toThrow('"saw see" is not a form, a tab and its base');
  });
});

describe('Thesaurus', () => {
  it('gives words of larger groups less weight', () => {
    expect([2, 3, 4, 10].map(groupWeight)).toEqual([1, 1, 0.875, 0.5]);
  });

  it('relates terms, stop words included, by their best group', () => {
    expect(assets.thesaurus.synonymsOf('dog').get('puppi')).toBeCloseTo(1);
    expect(assets.thesaurus.synonymsOf('like').get('enjoy')).toBeCloseTo(2.5 / 6 + 0.25);
    expect(assets.thesaurus.synonymsOf('xylophon').size).toBe(0);
  });
});
