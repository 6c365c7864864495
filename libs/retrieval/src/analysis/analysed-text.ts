import type { LanguageGroup } from '../encoders/language-group';
import type { SpeakerLabel } from './speaker-label';

/** One distinct surface form of a passage and how often it occurs there. */
export interface FormCount {
  /** Lower case, NFKC, as written otherwise ("drove", not its stem). */
  readonly form: string;
  readonly count: number;
}

/** A stretch of a text that is searched as a whole. */
export interface AnalysedPassage {
  /** The forms that are no stop words. */
  readonly forms: readonly FormCount[];
  /** The embedding as an int8 vector of the encoder's dimensions; all zero if no word is known. */
  readonly vector: Int8Array;
}

/** What indexing needs to know of a text; computed once and kept beside the memory. */
export interface AnalysedText {
  /** ISO 639-1 code of the language by which it was analysed; `und` for none. */
  readonly language: string;
  /** Of the language of its first passage. */
  readonly languageGroup: LanguageGroup;
  readonly passages: readonly AnalysedPassage[];
  /** The text says when something happened ("yesterday", "last May"). */
  readonly hasTemporalExpression: boolean;
  /** The text is a short question and so rarely the answer to one. */
  readonly isShortQuestion: boolean;
  /** The speaker that the text may name at its beginning. */
  readonly speakerLabel: SpeakerLabel | null;
}
