import type { Analyser } from '../analysis/analyser';
import { ENGLISH, type Language } from '../analysis/languages';
import { scriptOf } from '../analysis/scripts';
import { words } from '../analysis/words';
import type { Collection } from '../ranking/collection';

/** A word of a question that is no stop word and names no speaker. */
export interface QuestionTerm {
  /** By the language that the question seems to be in. */
  readonly term: string;
  /** By the other languages of the namespace in the script of the word, as far as these terms differ. */
  readonly inOtherLanguages: readonly string[];
  /** As written, at its first occurrence. */
  readonly form: string;
  /** By which the term was made. */
  readonly language: Language;
  /** How often the question has it. */
  count: number;
}

/** The words of a question, and the speakers it names. */
export interface ReadQuestion {
  /** By term. */
  readonly terms: ReadonlyMap<string, QuestionTerm>;
  /** Speakers whose names were in the question, where they are no longer terms. */
  readonly namedSpeakers: ReadonlySet<number>;
  /** Whether there is any word at all, stop words and names included. */
  readonly hasWords: boolean;
}

/**
 * Reads a question against a collection. Short questions do not tell their language for sure; so each word is looked for by every language that
 * memories of it are in, and a wrong guess costs little.
 */
export function readQuestion(text: string, collection: Collection, analyser: Analyser): ReadQuestion {
  const namedSpeakers = new Set<number>();
  const terms = new Map<string, QuestionTerm>();
  const found = words(text);
  const detected = analyser.languageOf(found);
  const language =
    detected.sure || detected.language !== ENGLISH ? detected.language : collection.languages.usualLatin;
  for (const form of found) {
    const term = analyser.termOf(form, language);
    if (term === null) continue;
    const speakers = collection.speakers.namedBy(
      language === ENGLISH ? term : (analyser.termOf(form) ?? term),
    );
    speakers.forEach((speaker) => namedSpeakers.add(speaker));
    if (speakers.length > 0) continue;
    const known = terms.get(term);
    if (known !== undefined) known.count += 1;
    else {
      const inOtherLanguages = otherTerms(form, term, language, collection, analyser);
      terms.set(term, { term, inOtherLanguages, form, language, count: 1 });
    }
  }
  return { terms, namedSpeakers, hasWords: found.length > 0 };
}

function otherTerms(
  form: string,
  term: string,
  language: Language,
  collection: Collection,
  analyser: Analyser,
): string[] {
  const others = new Set<string>();
  const script = scriptOf(form);
  for (const other of [ENGLISH, ...collection.languages.ofScript(script)]) {
    if (other === language || other.script !== script) continue;
    const otherTerm = analyser.termOf(form, other);
    if (otherTerm !== null && otherTerm !== term) others.add(otherTerm);
  }
  return [...others];
}
