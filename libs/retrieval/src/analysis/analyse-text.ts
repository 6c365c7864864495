import type { EncodedText } from '../encoders/multilingual-encoder';
import type { AnalysedText, FormCount } from './analysed-text';
import { hasTemporalExpression, isShortQuestion } from './text-cues';
import { cutIntoPassages } from './passages';
import type { Language } from './languages';
import type { RankingAssets } from '../ranking/ranking-assets';
import { quantise } from '../encoders/static-encoder';
import { words } from './words';

/** Prepares a text for indexing. Depends on nothing but the text and the assets' version. */
export function analyseText(assets: RankingAssets, text: string): AnalysedText {
  const texts = cutIntoPassages(text);
  const found = texts.map(words);
  const { language } = assets.analyser.languageOf(found.length === 1 ? found[0]! : found.flat());
  const passages = texts.map((passage, i) => analysePassage(assets, passage, found[i]!, language));
  return {
    language: language.code,
    languageGroup: passages[0]?.encoded.group ?? 'english',
    passages: passages.map(({ forms, encoded }) => ({ forms, vector: quantise(encoded.vector) })),
    hasTemporalExpression: hasTemporalExpression(text),
    isShortQuestion: isShortQuestion(text),
  };
}

function analysePassage(
  assets: RankingAssets,
  passage: string,
  found: readonly string[],
  language: Language,
): { forms: FormCount[]; encoded: EncodedText } {
  const counts = new Map<string, number>();
  for (const word of found) {
    const count = counts.get(word);
    if (count !== undefined) counts.set(word, count + 1);
    else if (!assets.analyser.isStopWord(word, language)) counts.set(word, 1);
  }
  return {
    forms: Array.from(counts, ([form, count]) => ({ form, count })),
    encoded: assets.encoder.encodeText(passage),
  };
}
