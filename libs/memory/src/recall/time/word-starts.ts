const WORD = /[\p{L}\p{N}]+/gu;
const LETTERS = /^\p{L}+/u;
const NUMBER = /^\p{N}/u;

/**
 * The letters that phrases of several kinds begin with. A text in which no word begins with any of a kind, nor with a number, has none of
 * its phrases as whole words: to know that takes a small part of the time of looking for them.
 */
export class PhraseStarts<Kind> {
  private readonly kinds = new Map<string, Set<Kind>>();

  /** @param phrases those that begin with a number are found by the numbers of a text */
  add(kind: Kind, phrases: Iterable<string>): this {
    for (const phrase of phrases) {
      const letters = LETTERS.exec(phrase.toLowerCase())?.[0];
      if (letters === undefined) continue;
      const kinds = this.kinds.get(letters);
      if (kinds) kinds.add(kind);
      else this.kinds.set(letters, new Set([kind]));
    }
    return this;
  }

  /** The kinds of which a text may have phrases; null where it may have some of each. */
  kindsIn(text: string): ReadonlySet<Kind> | null {
    const found = new Set<Kind>();
    for (const [word] of text.toLowerCase().matchAll(WORD)) {
      if (NUMBER.test(word)) return null;
      for (let end = 1; end <= word.length; end++)
        this.kinds.get(word.slice(0, end))?.forEach((kind) => found.add(kind));
    }
    return found;
  }
}
