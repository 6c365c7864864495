import { loadRankingAssets, type RankingAssets } from '@somabrain/retrieval';
import { readRankingFiles } from '../ranking/ranking-files';
import { analysedForm, analysedFormOf } from './analysed-form';

describe('the analysed form of a text', () => {
  let assets: RankingAssets;

  beforeAll(async () => {
    assets = loadRankingAssets(await readRankingFiles());
  });

  it('is made here where the text is short, and by the engine where it is long', async () => {
    const asked: string[] = [];
    const engine = {
      analyse: (texts: readonly string[]) => {
        asked.push(...texts);
        return Promise.resolve(texts.map((text) => analysedFormOf(assets, text)));
      },
    };
    const long = 'The kettle is warm. '.repeat(600);
    for (const text of ['Paris is warm.', long])
      expect(await analysedForm({ assets, engine }, text)).toEqual(analysedFormOf(assets, text));
    expect(asked).toEqual([long]);
  });
});
