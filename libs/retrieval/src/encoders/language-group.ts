/**
 * Languages whose texts are compared with one level of similarity. The level of cosines to a question differs more between English and the
 * other languages, and between their scripts, than inside a group: measured beside `LanguageConstants`.
 */
export const LANGUAGE_GROUPS = [
  'english',
  'latin',
  'cyrillic',
  'hebrew',
  'arabic',
  'devanagari',
  'thai',
  'kana',
  'han',
  'hangul',
  'other',
] as const;

export type LanguageGroup = (typeof LANGUAGE_GROUPS)[number];

/** The groups of scripts other than Latin, by the characters that they begin and end with. */
const RANGES: readonly (readonly [from: number, to: number, group: LanguageGroup])[] = [
  [0x0400, 0x052f, 'cyrillic'],
  [0x0590, 0x05ff, 'hebrew'],
  [0x0600, 0x077f, 'arabic'],
  [0x0900, 0x097f, 'devanagari'],
  [0x0e00, 0x0e7f, 'thai'],
  [0x3040, 0x30ff, 'kana'],
  [0x3400, 0x9fff, 'han'],
  [0xac00, 0xd7af, 'hangul'],
];

/** The group of a script other than Latin, by one of its characters. */
export function groupOfScript(unit: number): LanguageGroup {
  return RANGES.find(([from, to]) => unit >= from && unit <= to)?.[2] ?? 'other';
}
