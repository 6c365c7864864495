import { analyseText, type RankingAssets, serialiseAnalysed } from '@somabrain/retrieval';

/** The analysed form of a text as it is stored. */
export function analysedFormOf(assets: RankingAssets, content: string): Uint8Array {
  return serialiseAnalysed(analyseText(assets, content));
}
