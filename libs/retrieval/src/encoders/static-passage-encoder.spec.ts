import { readFileSync } from 'node:fs';
import { encoderContract } from '../../../../test/contract/encoder.contract';
import { analyseText } from '../analysis/analyse-text';
import { shippedFiles } from '../fixtures/shipped-files';
import { loadRankingAssets } from '../ranking/ranking-assets';
import { spaceName } from './passage-encoder';
import { quantise } from './static-encoder';
import { StaticPassageEncoder } from './static-passage-encoder';

const assets = loadRankingAssets(shippedFiles(readFileSync));
const encoder = new StaticPassageEncoder(assets);

describe('StaticPassageEncoder', () => {
  encoderContract(() => Promise.resolve(encoder));

  it('makes the vectors that indexing makes, to the last digit', async () => {
    const texts = ['She adopted two cats from the shelter.', 'Wir haben gestern zwei Katzen adoptiert.', ''];
    const encoded = await encoder.encodePassages(texts);
    encoded.forEach(({ vector }, i) => {
      expect(vector).toEqual(assets.encoder.encode(texts[i]!));
      expect(quantise(vector)).toEqual(
        analyseText(assets, texts[i]!).passages[0]?.vector ?? new Int8Array(128),
      );
    });
  });

  it('names a space that changes with the files of the model, and no token vectors', () => {
    expect(spaceName(encoder.space)).toMatch(
      /^static@static-minilm-128@[0-9a-f]{8}\+multilingual@[0-9a-f]{8}$/,
    );
    expect(encoder.space).toMatchObject({ dimensions: 128, tokenDimensions: null });
  });
});
