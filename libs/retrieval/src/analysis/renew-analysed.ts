import type { RankingAssets } from '../ranking/ranking-assets';
import { readVersion } from '../ranking/version';
import { analyseText, type KeptVectors } from './analyse-text';
import type { AnalysedText } from './analysed-text';
import { readStored } from './analysed-text-codec';

/** An analysed form as it is stored, and the version of analyser and encoder that made it. */
export interface StoredForm {
  readonly version: string;
  readonly analysed: Uint8Array;
}

/**
 * Analyses a text anew, and keeps of its stored form the vectors that the encoder of today would give again: all where the encoder is the
 * same, and else those of passages in English, which no encoder of the same vector space changes.
 */
export function renewAnalysed(assets: RankingAssets, text: string, stored: StoredForm | null): AnalysedText {
  return analyseText(assets, text, stored ? vectorsToKeep(assets, stored) : undefined);
}

function vectorsToKeep({ encoder, version }: RankingAssets, stored: StoredForm): KeptVectors | undefined {
  const [now, then] = [readVersion(version), readVersion(stored.version)];
  if (now.space !== then.space) return undefined;
  const vectors = vectorsOf(stored.analysed);
  return (passage, number, passages) => {
    if (vectors.length !== passages) return undefined;
    // Another analyser may cut elsewhere. A text that is one passage before and after was not cut.
    if (passages > 1 && now.analyser !== then.analyser) return undefined;
    const isValid = now.encoder === then.encoder || encoder.isEnglish(passage);
    const vector = vectors[number];
    return isValid && vector?.length === encoder.dimensions ? vector : undefined;
  };
}

/** The vectors of a stored form; none if it is damaged or of another shape. */
function vectorsOf(analysed: Uint8Array): readonly Int8Array[] {
  try {
    return readStored(analysed, () => null).passages.map(({ vector }) => vector);
  } catch {
    return [];
  }
}
