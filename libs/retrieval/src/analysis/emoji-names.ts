import type { Analyser } from './analyser';
import { ENGLISH, type Language } from './languages';
import { words } from './words';
import { groupWeight } from './thesaurus';

const KEYWORDS = ' | ';
const NONE: ReadonlyMap<string, number> = new Map();
/** Emoji without their tone of skin and joiners: 👩‍💻 is named after its first part where the whole has no name. */
const JOINER = '\u200d';

/** Names of an emoji in the order of the languages in the first line of the file. */
type Names = readonly string[];

/** The terms that emoji are called by, and the emoji that a term calls, with weights from 0 to 1. Read when first needed, by language. */
export class EmojiNames {
  private namesOfEmoji: ReadonlyMap<string, Names> | undefined;
  private codes: readonly string[] = [];
  private readonly emojiOfTerm = new Map<Language, ReadonlyMap<string, ReadonlyMap<string, number>>>();

  /** @param file lines of an emoji and its names, tabs between; the first line has the codes of the languages. After ` | ` stand keywords */
  constructor(
    private readonly file: string,
    private readonly analyser: Analyser,
  ) {}

  /** The terms of an emoji's names in some languages. */
  termsOf(emoji: string, languages: readonly Language[]): ReadonlyMap<string, number> {
    const names = this.names.get(emoji) ?? this.names.get(emoji.split(JOINER)[0]!);
    if (names === undefined) return NONE;
    const terms = new Map<string, number>();
    for (const language of new Set([ENGLISH, ...languages]))
      for (const [term, weight] of this.termsIn(names, language))
        terms.set(term, Math.max(weight, terms.get(term) ?? 0));
    return terms;
  }

  /** The emoji whose names in a language have a term. */
  emojiOf(term: string, language: Language): ReadonlyMap<string, number> {
    let known = this.emojiOfTerm.get(language);
    if (known === undefined) this.emojiOfTerm.set(language, (known = this.invert(language)));
    return known.get(term) ?? NONE;
  }

  private invert(language: Language): ReadonlyMap<string, ReadonlyMap<string, number>> {
    const inverted = new Map<string, Map<string, number>>();
    for (const [emoji, names] of this.names) {
      for (const [term, weight] of this.termsIn(names, language)) {
        const known = inverted.get(term);
        if (known) known.set(emoji, weight);
        else inverted.set(term, new Map([[emoji, weight]]));
      }
    }
    return inverted;
  }

  /** A word of a long name says less. */
  private termsIn(names: Names, language: Language): ReadonlyMap<string, number> {
    const name = names[this.codes.indexOf(language.code)];
    if (!name) return NONE;
    const [short, keywords] = name.split(KEYWORDS);
    const weighted = (text = ''): [string, number][] => {
      const terms = [...new Set(words(text).flatMap((word) => this.analyser.termOf(word, language) ?? []))];
      return terms.map((term) => [term, groupWeight(terms.length)]);
    };
    return new Map([...weighted(keywords), ...weighted(short)]);
  }

  private get names(): ReadonlyMap<string, Names> {
    if (this.namesOfEmoji !== undefined) return this.namesOfEmoji;
    const [codes, ...lines] = this.file.trimEnd().split('\n');
    this.codes = codes!.split('\t').slice(1);
    return (this.namesOfEmoji = new Map(
      lines.map((line) => {
        const [emoji, ...names] = line.split('\t');
        return [emoji!, names];
      }),
    ));
  }
}
