const WORD = /[\p{L}\p{N}]+/gu;
const LETTERS = /^\p{L}+/u;
const NUMBER = /^\p{N}/u;

/** How words of a text begin: all their beginnings, and whether one begins with a number. */
export interface WordStarts {
  readonly beginnings: readonly string[];
  readonly numbers: boolean;
}

export function wordStartsOf(text: string): WordStarts {
  const words = text.toLowerCase().match(WORD) ?? [];
  return {
    beginnings: words.flatMap((word) => Array.from(word, (_, place) => word.slice(0, place + 1))),
    numbers: words.some((word) => NUMBER.test(word)),
  };
}

/**
 * The letters that phrases begin with. A text in which no word begins with any of them, nor with a number, has none of the phrases as whole
 * words: to know that takes a small part of the time of looking for them.
 */
export class PhraseStarts {
  private readonly starts = new Set<string>();

  /** @param phrases those that begin with a number are found by the numbers of a text */
  constructor(phrases: Iterable<string>) {
    for (const phrase of phrases) {
      const letters = LETTERS.exec(phrase.toLowerCase())?.[0];
      if (letters !== undefined) this.starts.add(letters);
    }
  }

  mayOccur({ beginnings, numbers }: WordStarts): boolean {
    return numbers || beginnings.some((beginning) => this.starts.has(beginning));
  }
}
