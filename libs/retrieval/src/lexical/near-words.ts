import { foldLetters } from '../analysis/folding';
import type { Vocabulary } from '../index/vocabulary';
import type { MisspellingConstants } from '../ranking/ranking-constants';
import { differingLetters, editDistance, letterSet } from '../analysis/edit-distance';

/** Letters with their marks; digits and identifiers are not misspelt words. */
const WRITTEN_WORD = /^[\p{L}\p{M}]+$/u;
const MOST_BITS_A_LETTER = 2;

/** A term of the namespace that a misspelt word may mean. */
export interface NearTerm {
  readonly term: number;
  /** Letters that differ; 0 where only diacritics do. */
  readonly distance: number;
}

/**
 * The terms of the namespace whose words differ least from a word that it does not have. Reads two numbers of each word in use, which leave
 * one in ten to a hundred for comparison: 2 ms with 100,000 words.
 */
export function nearTerms(word: string, vocabulary: Vocabulary, constants: MisspellingConstants): NearTerm[] {
  if (!WRITTEN_WORD.test(word)) return [];
  const written = foldLetters(word);
  let most = allowedDistance(written.length, constants);
  if (most === 0) return [];
  const letters = letterSet(written);
  const { letters: letterSets, lengths } = vocabulary.spellings;
  const near = new Map<number, number>();
  const { formCount } = vocabulary;
  for (let form = 0; form < formCount; form++) {
    const longer = lengths[form]! - written.length;
    if (longer > most || -longer > most) continue;
    if (differingLetters(letterSets[form]!, letters) > MOST_BITS_A_LETTER * most) continue;
    if (vocabulary.occurrences(form) === 0) continue;
    const distance = editDistance(written, foldLetters(vocabulary.formName(form)), most);
    if (distance > most) continue;
    if (distance < most) near.clear();
    most = distance;
    near.set(vocabulary.termOf(form), distance);
  }
  return Array.from(near, ([term, distance]) => ({ term, distance }));
}

function allowedDistance(length: number, { oneFrom, twoFrom }: MisspellingConstants): number {
  if (length < oneFrom) return 0;
  return length < twoFrom ? 1 : 2;
}
