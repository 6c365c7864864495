import { writtenOut } from '../same-words';

/** A sentence that states something, prepared for reading. */
export interface Sentence {
  /** As it was written, but for contractions, what leads it in and its end. */
  readonly text: string;
  /** Whether it is led in by a word that announces a change or a correction. */
  readonly announced: boolean;
}

const ENDS = /[.!]+(?:\s+|$)|\n+/u;
/** Quotations, questions, lists and asides say more, or something else, than their words do one by one. */
const UNREADABLE = /["“”«»?;:()[\]{}…]/u;
const LEAD_IN =
  /^(?:actually|correction|update|by the way|btw|fyi|well|oh|so|yes|yeah|good news|news|hey|hi|ok|okay)\b[,\s–—-]+/iu;
const ANNOUNCES = /^(?:actually|correction|update|good news|news)\b/iu;
/** Doubt, wishes, conditions, comparisons and passing moments: what such a sentence says may not hold. */
const UNCERTAIN =
  /\b(?:maybe|perhaps|might|may|could|would|should|shall|will|think|thinks|guess|believe|hope|hopes|wish|wishes|want|wants|if|unless|when|while|whether|probably|possibly|almost|nearly|sometimes|usually|often|rarely|pretend|pretends|joking|kidding|imagine|dream|dreamt|dreamed|said|says|heard|told|yesterday|today|tomorrow|tonight|last|next|ago|until|till|since|because|although|though|but|temporarily|weekend|weekends|seems|plan|plans|planning|considering|consider|suppose|as|than|hardly|barely|except|without|unlike|like me|too|either|neither|nor|both|also|only|mostly|about)\b/iu;

/** The sentences of a text; null for those that cannot be read with certainty. */
export function sentencesOf(text: string): (Sentence | null)[] {
  return writtenOut(text)
    .split(ENDS)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
    .map(readable);
}

function readable(sentence: string): Sentence | null {
  let rest = sentence;
  let announced = false;
  for (let lead = LEAD_IN.exec(rest); lead; lead = LEAD_IN.exec(rest)) {
    announced ||= ANNOUNCES.test(rest);
    rest = rest.slice(lead[0].length);
  }
  if (UNREADABLE.test(rest) || UNCERTAIN.test(rest) || rest.length > 160) return null;
  return { text: rest, announced };
}
