import { foldLetters } from './folding';

/**
 * Endings of cases and of the infinitive and present of verbs, without diacritics, which many leave out. Endings of the past stay: forms of
 * it meet each other, and nouns such as "szpital" end alike.
 */
const ENDINGS = [
  ...['iami', 'iach', 'owie', 'owac', 'ami', 'ach', 'owi', 'ego', 'emu', 'iej', 'ymi', 'imi', 'iem', 'aja'],
  ...['uje', 'uja', 'ych', 'ich', 'ac', 'ec', 'ic', 'yc', 'om', 'ow', 'ej', 'ym', 'im', 'em', 'ie', 'ia'],
  ...['a', 'e', 'i', 'o', 'u', 'y'],
].sort((one, other) => other.length - one.length);
/** So much of a word stays: shorter ones are other words. */
const LEAST = 3;

/** The stem of a Polish word, without diacritics: a light stemmer, which cuts one ending (Savoy 2006), since Snowball has none for Polish. */
export function polishStem(word: string): string {
  const folded = foldLetters(word);
  const ending = ENDINGS.find((each) => folded.length - each.length >= LEAST && folded.endsWith(each));
  return ending === undefined ? folded : folded.slice(0, -ending.length);
}
