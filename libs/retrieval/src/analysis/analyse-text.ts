import type { AnalysedText, FormCount } from './analysed-text';
import type { LanguageGroup } from '../encoders/language-group';
import { hasTemporalExpression, isShortQuestion } from './text-cues';
import { cutIntoPassages } from './passages';
import { speakerLabel } from './speaker-label';
import type { Language } from './languages';
import type { RankingAssets } from '../ranking/ranking-assets';
import { quantise } from '../encoders/static-encoder';
import { words } from './words';

/**
 * Returns the vector of a passage if the text already has it, so that it is not encoded again.
 *
 * @param number of the passage
 * @param passages how many the text is cut into
 */
export type KeptVectors = (passage: string, number: number, passages: number) => Int8Array | undefined;

/** Prepares a text for indexing. Depends on nothing but the text and the assets' version. */
export function analyseText(assets: RankingAssets, text: string, kept?: KeptVectors): AnalysedText {
  const passages = cutIntoPassages(text);
  const found = passages.map(words);
  const { language } = assets.analyser.languageOf(found.length === 1 ? found[0]! : found.flat());
  const meanings = passages.map((passage, number) =>
    meaningOf(assets, passage, kept?.(passage, number, passages.length)),
  );
  return {
    language: language.code,
    languageGroup: meanings[0]?.group ?? 'english',
    passages: found.map((wordsFound, number) => ({
      forms: formsOf(assets, wordsFound, language),
      vector: meanings[number]!.vector,
    })),
    hasTemporalExpression: hasTemporalExpression(text),
    isShortQuestion: isShortQuestion(text),
    speakerLabel: speakerLabel(text),
  };
}

function meaningOf(
  { encoder }: RankingAssets,
  passage: string,
  kept: Int8Array | undefined,
): { vector: Int8Array; group: LanguageGroup } {
  if (kept) return { vector: kept, group: encoder.groupOf(passage) };
  const { vector, group } = encoder.encodeText(passage);
  return { vector: quantise(vector), group };
}

function formsOf({ analyser }: RankingAssets, found: readonly string[], language: Language): FormCount[] {
  const counts = new Map<string, number>();
  for (const word of found) {
    const count = counts.get(word);
    if (count !== undefined) counts.set(word, count + 1);
    else if (!analyser.isStopWord(word, language)) counts.set(word, 1);
  }
  return Array.from(counts, ([form, count]) => ({ form, count }));
}
