import type { RankingAssets } from '../ranking/ranking-assets';
import { readVersion } from '../ranking/version';
import { type Encoding, PassageEncoder, type VectorSpace } from './passage-encoder';

/**
 * The static encoder behind the port: always there, some microseconds a text, the same for questions and passages. Indexing and
 * ranking ask the same encoder without the port, because they must not wait.
 */
export class StaticPassageEncoder extends PassageEncoder {
  readonly space: VectorSpace;

  constructor(private readonly assets: Pick<RankingAssets, 'encoder' | 'version'>) {
    super();
    const { encoder, version } = assets;
    this.space = {
      encoder: 'static',
      version: readVersion(version).encoder,
      dimensions: encoder.dimensions,
      tokenDimensions: null,
    };
  }

  encodeQuestion(text: string): Promise<Encoding> {
    return Promise.resolve(this.encode(text));
  }

  encodePassages(texts: readonly string[]): Promise<Encoding[]> {
    return Promise.resolve(texts.map((text) => this.encode(text)));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private encode(text: string): Encoding {
    return { vector: this.assets.encoder.encode(text), tokens: null };
  }
}
