/** Languages in which times are understood, as CLDR names them. */
export const LANGUAGES = [
  ...(['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'pl', 'cs', 'tr', 'fi', 'id', 'vi'] as const),
  ...(['ru', 'uk', 'el', 'ar', 'fa', 'he', 'hi', 'th', 'ja', 'zh', 'ko'] as const),
] as const;
export type Language = (typeof LANGUAGES)[number];

/** Languages that write without spaces between words, or join endings to them. */
const UNSPACED: ReadonlySet<Language> = new Set(['ja', 'zh', 'ko', 'th']);

/** Scripts that tell the language, or nearly so. Kana stands before Han: Japanese has both. */
const SCRIPTS: readonly (readonly [Language, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['ko', /\p{Script=Hangul}/u],
  ['zh', /\p{Script=Han}/u],
  ['th', /\p{Script=Thai}/u],
  ['uk', /[іїєґ]/iu],
  ['ru', /\p{Script=Cyrillic}/u],
  ['fa', /[پچژگیک]/u],
  ['ar', /\p{Script=Arabic}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['hi', /\p{Script=Devanagari}/u],
  ['el', /\p{Script=Greek}/u],
];

/** Words that questions of a language are made of, and hardly those of another. */
const FREQUENT: Readonly<Partial<Record<Language, string>>> = {
  en: 'what who when where which how did do does was were is are the of my we i you have has had to and with in it on at for from by last since between about she he they him her our your',
  de: 'was wer wann wo welche welcher welches wie haben habe hat hatte war waren ist sind der die das den dem wir ich du ihr mein meine mit hier und es ein eine im am seit vor zwischen bis nach letzte letzten',
  fr: 'que qui quand où quel quelle quels quelles comment est était étaient avons ai as a le la les des du nous je tu vous mon ma mes avec et on un une au aux en qu depuis avant après dernier dernière il',
  es: 'qué quién cuándo dónde cuál cómo es era fue hemos he ha el la los las nosotros yo mi mis con y un una en del al de desde entre hace pasado pasada por para',
  it: 'che chi quando dove quale come è era abbiamo ho ha hanno il lo la gli le noi io mio mia con e un una nel del della cosa di fa dal prima scorso scorsa',
  pt: 'o que quem quando onde qual como é era foi temos tenho tem os as nós eu meu minha com e um uma no na do da de em há desde entre passado passada',
  nl: 'wat wie wanneer waar welke hoe heb hebben heeft had was waren is zijn de het een wij ik we mijn met en op in van sinds vorige afgelopen tussen',
  sv: 'vad vem när var vilken vilka hur har hade är det den en ett vi jag min mitt med och på i sedan förra',
  pl: 'co kto kiedy gdzie który która jak jest był była było mam mamy ma w na z i my ja mój moja się do od przed',
  cs: 'co kdo kdy kde který která jak je byl byla bylo mám máme má v na s a my já můj moje se do jsme jsem',
  tr: 'ne kim nerede hangi nasıl ile ve bir bu ben biz benim var mı mi mu mü önce geçen',
  fi: 'mitä kuka milloin missä mikä miten on oli olivat minä me minun kanssa ja se sitten',
  id: 'apa siapa kapan mana bagaimana yang di ke dari dan saya kami kita dengan ini itu',
  vi: 'gì ai nào đâu là của tôi chúng và với có không đã trong ở làm',
};

/** Languages in Latin script: words and phrases tell them apart. */
export const LATIN_LANGUAGES = Object.keys(FREQUENT) as Language[];

/** The languages of each frequent word, as places in the list of them. */
const LANGUAGES_OF_WORD = new Map<string, number[]>();
for (const [place, language] of LATIN_LANGUAGES.entries())
  for (const word of new Set(FREQUENT[language]!.split(' ')))
    LANGUAGES_OF_WORD.set(word, [...(LANGUAGES_OF_WORD.get(word) ?? []), place]);

/** Words that evidence counts at most. */
const MOST_EVIDENCE = 3;

/** Whether words of a language stand apart. */
export function isSpaced(language: Language): boolean {
  return !UNSPACED.has(language);
}

/**
 * The language of a question: by its script, and where that is Latin by its most frequent words. Names of other scripts in a Latin question
 * do not count. English where nothing tells.
 * @param evidence how much else speaks for a language, counted as words
 */
export function languageOf(question: string, evidence: (language: Language) => number): Language {
  const latin = question.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const letters = question.match(/\p{L}/gu)?.length ?? 0;
  if (latin * 2 < letters) return SCRIPTS.find(([, script]) => script.test(question))?.[0] ?? 'en';
  const counts = LATIN_LANGUAGES.map(() => 0);
  for (const word of question.toLowerCase().match(/\p{L}+/gu) ?? [])
    for (const place of LANGUAGES_OF_WORD.get(word) ?? []) counts[place]! += 1;
  const weights = LATIN_LANGUAGES.map((language, place) => ({ language, weight: counts[place]! }));
  const most = Math.max(...weights.map(({ weight }) => weight));
  // The others cannot win: to look at them takes time.
  const close = weights.filter(({ weight }) => weight + MOST_EVIDENCE >= most);
  if (close.length === 1) return close[0]!.language;
  const [best] = close
    .map(({ language, weight }) => ({
      language,
      weight: weight + Math.min(MOST_EVIDENCE, evidence(language)),
    }))
    .sort((one, other) => other.weight - one.weight);
  return best && best.weight > 0 ? best.language : 'en';
}
