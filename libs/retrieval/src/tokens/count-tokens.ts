/**
 * Tokens that a character costs, in twelfths, by its script. Measured with the encodings cl100k and o200k of OpenAI on prose of each script, in
 * characters per token: English 5.4 and 5.4, German 4.0 and 4.4, Russian 2.3 and 4.3, Greek 1.2 and 3.0, Arabic 1.4 and 3.7, Hindi 1.0 and 3.3,
 * Thai 1.1 and 2.6, Chinese 0.9 and 1.5, Japanese 0.9 and 1.3, Korean 1.0 and 1.7, emoji 0.7 and 1.1. docs/api.md says why no tokenizer counts.
 */
const [LATIN, CYRILLIC, OTHER, DENSE] = [3, 4, 6, 12];
const PER_TOKEN = 12;
/** Characters of the beginning by which a longer text is estimated. */
const MOST_COUNTED = 65_536;

/** About how many tokens a text is for a language model: four characters of Latin script each, one of Chinese, Japanese or Korean. */
export function tokensOf(text: string): number {
  const counted = Math.min(text.length, MOST_COUNTED);
  if (counted === 0) return 0;
  let cost = 0;
  for (let i = 0; i < counted; i++) cost += costOf(text.charCodeAt(i));
  return Math.ceil(((cost / PER_TOKEN) * text.length) / counted);
}

/** About how many characters of a text make this number of tokens; at least one for each token. */
export function charactersOf(text: string, tokens: number): number {
  return Math.max(tokens, Math.floor((tokens * text.length) / Math.max(1, tokensOf(text))));
}

/** @param unit of UTF-16 */
function costOf(unit: number): number {
  if (unit < 0x370) return LATIN;
  if (unit < 0x400) return OTHER; // Greek
  if (unit < 0x530) return CYRILLIC;
  if (unit >= 0x2000 && unit < 0x2070) return LATIN; // dashes, quotation marks and spaces
  if ((unit >= 0x1100 && unit < 0x1200) || unit >= 0x2e80) return DENSE; // CJK, kana, Hangul, emoji
  return OTHER;
}
