import type { Passage } from './choose-excerpt';
import { cutBefore, sentenceSpans } from './sentences';

/** So much of a text is enough to find its first sentence in. */
const FIRST_SENTENCE_WITHIN = 1_000;

/** The beginning of a text that no question is asked about, with its first sentence. @param characters at most; at least 1 */
export function beginningOf(text: string, characters: number): Passage {
  const end = cutBefore(text, 0, characters);
  const [first] = sentenceSpans(text.slice(0, Math.min(end, FIRST_SENTENCE_WITHIN)));
  return { start: 0, end, matched: first ?? { start: 0, end } };
}
