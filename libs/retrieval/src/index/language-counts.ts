import { ENGLISH, type Language, LANGUAGES } from '../analysis/languages';
import type { Script } from '../analysis/scripts';
import type { IndexState } from './index-state';

/** How many documents of a namespace are in each language. */
export class LanguageCounts {
  private documents = new Uint32Array(LANGUAGES.length);

  /** Counts a document more or less. @param place of its language in `LANGUAGES` */
  count(place: number, change: 1 | -1): void {
    this.documents[place]! += change;
  }

  /** Adds what another counted. */
  add(other: LanguageCounts): void {
    for (const [place, count] of other.documents.entries()) this.documents[place]! += count;
  }

  /** Stores the counts, or gets them back. */
  transfer(state: IndexState): void {
    this.documents = state.array(this.documents);
  }

  /** The languages that documents are in. */
  get all(): Language[] {
    return LANGUAGES.filter((_, place) => this.documents[place]! > 0);
  }

  /** The languages of a script that documents are in, the most frequent first. */
  ofScript(script: Script): Language[] {
    const places = LANGUAGES.map((_, place) => place).filter(
      (place) => this.documents[place]! > 0 && LANGUAGES[place]!.script === script,
    );
    places.sort((one, other) => this.documents[other]! - this.documents[one]!);
    return places.map((place) => LANGUAGES[place]!);
  }

  /** The language of most documents in Latin script. */
  get usualLatin(): Language {
    return this.ofScript('latin')[0] ?? ENGLISH;
  }
}
