import type { Analyser } from './analyser';
import { words } from './words';

/** The most forms of one memory: enough for 64 tags of two words, a key, and some titles. */
const MOST_FORMS = 256;
/** The most characters that are read of the key, tags and searched metadata of one memory. */
const MOST_CHARACTERS = 16_384;
/** Nobody searches for the words of a random id, and each would be a word of the vocabulary that nothing shares (RFC 9562). */
const UUID = /\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b/gi;
/** The beginning of the next word inside a name such as `parisTrip` or `HTTPServer`. */
const INNER_CAPITAL = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu;

/**
 * The words of the key, tags and searched metadata of a memory, without stop words. Each once; names in camel case both whole and in
 * parts.
 */
export function belongingWords(
  analyser: Pick<Analyser, 'isStopWord'>,
  belongings: readonly string[],
): string[] {
  const forms = new Set<string>();
  let characters = 0;
  for (const belonging of belongings) {
    const text = belonging.slice(0, MOST_CHARACTERS - characters).replaceAll(UUID, ' ');
    characters += belonging.length;
    for (const form of [...words(text), ...words(text.replaceAll(INNER_CAPITAL, ' '))]) {
      if (forms.size === MOST_FORMS) return [...forms];
      if (!analyser.isStopWord(form)) forms.add(form);
    }
    if (characters >= MOST_CHARACTERS) break;
  }
  return [...forms];
}
