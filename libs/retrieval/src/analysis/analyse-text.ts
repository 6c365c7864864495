import type { EncodedText } from '../encoders/multilingual-encoder';
import type { AnalysedText, FormCount } from './analysed-text';
import { hasTemporalExpression, isShortQuestion } from './text-cues';
import { cutIntoPassages } from './passages';
import type { RankingAssets } from '../ranking/ranking-assets';
import { quantise } from '../encoders/static-encoder';
import { words } from './words';

/** Prepares a text for indexing. Depends on nothing but the text and the assets' version. */
export function analyseText(assets: RankingAssets, text: string): AnalysedText {
  const passages = cutIntoPassages(text).map((passage) => analysePassage(assets, passage));
  return {
    passages: passages.map(({ forms, encoded }) => ({ forms, vector: quantise(encoded.vector) })),
    languageGroup: passages[0]?.encoded.group ?? 'english',
    hasTemporalExpression: hasTemporalExpression(text),
    isShortQuestion: isShortQuestion(text),
  };
}

function analysePassage(
  assets: RankingAssets,
  passage: string,
): { forms: FormCount[]; encoded: EncodedText } {
  const counts = new Map<string, number>();
  for (const word of words(passage)) {
    if (!assets.analyser.isStopWord(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return {
    forms: Array.from(counts, ([form, count]) => ({ form, count })),
    encoded: assets.encoder.encodeText(passage),
  };
}
