/**
 * Porter2, the English stemmer of the Snowball project: https://snowballstem.org/algorithms/english/stemmer.html
 *
 * The steps and their names are those of that page. `Y` stands for a y that is a consonant. R1 is the part after
 * the first non-vowel that follows a vowel, R2 the same inside R1; both are kept as offsets, since every step
 * changes the word at its end only.
 */
interface Stemming {
  readonly word: string;
  readonly r1: number;
  readonly r2: number;
}

const VOWEL = /[aeiouy]/;
const DOUBLE = /(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/;
const SHORT_SYLLABLE_AT_END = /(?:^[aeiouy][^aeiouy]|[^aeiouy][aeiouy][^aeiouywxY])$/;
const EXCEPTIONAL_REGION = /^(?:gener|commun|arsen)/;

const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['skis', 'ski'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['idly', 'idl'],
  ['gently', 'gentl'],
  ['ugly', 'ugli'],
  ['early', 'earli'],
  ['only', 'onli'],
  ['singly', 'singl'],
  ...['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes'].map((word): [string, string] => [
    word,
    word,
  ]),
]);

const INVARIANT_AFTER_STEP_1A: ReadonlySet<string> = new Set([
  'inning',
  'outing',
  'canning',
  'herring',
  'earring',
  'proceed',
  'exceed',
  'succeed',
]);

// In every table a longer suffix stands before one that it ends with: the longest match decides.
const STEP_2: readonly (readonly [suffix: string, replacement: string])[] = [
  ['ational', 'ate'],
  ['ization', 'ize'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
];

const STEP_3: readonly (readonly [suffix: string, replacement: string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];

const STEP_4 = [
  ...['ement', 'ance', 'ence', 'able', 'ible', 'ment'],
  ...['ant', 'ent', 'ism', 'ate', 'iti', 'ous', 'ive', 'ize'],
  ...['al', 'er', 'ic'],
];

/** The stem of a lower-case word without apostrophes. Words of other scripts come back as they are. */
export function stem(word: string): string {
  if (word.length <= 2) return word;
  const exception = EXCEPTIONS.get(word);
  if (exception !== undefined) return exception;

  const marked = markConsonantY(word);
  const r1 = EXCEPTIONAL_REGION.exec(marked)?.[0].length ?? regionAfter(marked, 0);
  let state: Stemming = { word: step1a(marked), r1, r2: regionAfter(marked, r1) };
  if (INVARIANT_AFTER_STEP_1A.has(state.word)) return state.word;
  for (const step of [step1b, step1c, step2, step3, step4, step5]) state = { ...state, word: step(state) };
  return state.word.replaceAll('Y', 'y');
}

function markConsonantY(word: string): string {
  return word.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
}

function regionAfter(word: string, start: number): number {
  const match = /[aeiouy][^aeiouy]/.exec(word.slice(start));
  return match === null ? word.length : start + match.index + 2;
}

function cut(word: string, characters: number): string {
  return word.slice(0, word.length - characters);
}

function step1a(word: string): string {
  if (word.endsWith('sses')) return cut(word, 2);
  if (word.endsWith('ied') || word.endsWith('ies')) return cut(word, word.length > 4 ? 2 : 1);
  if (word.endsWith('us') || word.endsWith('ss')) return word;
  if (word.endsWith('s') && VOWEL.test(cut(word, 2))) return cut(word, 1);
  return word;
}

function step1b({ word, r1 }: Stemming): string {
  const eed = /eed(?:ly)?$/.exec(word);
  if (eed !== null) return eed.index >= r1 ? word.slice(0, eed.index) + 'ee' : word;
  const ending = /(?:ed|ing)(?:ly)?$/.exec(word);
  if (ending === null) return word;
  const rest = word.slice(0, ending.index);
  if (!VOWEL.test(rest)) return word;
  if (/(?:at|bl|iz)$/.test(rest)) return rest + 'e';
  if (DOUBLE.test(rest)) return cut(rest, 1);
  return r1 >= rest.length && SHORT_SYLLABLE_AT_END.test(rest) ? rest + 'e' : rest;
}

function step1c({ word }: Stemming): string {
  return /.[^aeiouy][yY]$/.test(word) ? cut(word, 1) + 'i' : word;
}

function step2({ word, r1 }: Stemming): string {
  const rule = STEP_2.find(([suffix]) => word.endsWith(suffix));
  if (rule !== undefined) {
    const start = word.length - rule[0].length;
    return start >= r1 ? word.slice(0, start) + rule[1] : word;
  }
  if (word.endsWith('ogi')) return word.endsWith('logi') && word.length - 3 >= r1 ? cut(word, 1) : word;
  return /[cdeghkmnrt]li$/.test(word) && word.length - 2 >= r1 ? cut(word, 2) : word;
}

function step3({ word, r1, r2 }: Stemming): string {
  const rule = STEP_3.find(([suffix]) => word.endsWith(suffix));
  if (rule !== undefined) {
    const start = word.length - rule[0].length;
    return start >= r1 ? word.slice(0, start) + rule[1] : word;
  }
  return word.endsWith('ative') && word.length - 5 >= r2 ? cut(word, 5) : word;
}

function step4({ word, r2 }: Stemming): string {
  const suffix = STEP_4.find((candidate) => word.endsWith(candidate));
  if (suffix !== undefined) return word.length - suffix.length >= r2 ? cut(word, suffix.length) : word;
  return /[st]ion$/.test(word) && word.length - 3 >= r2 ? cut(word, 3) : word;
}

function step5({ word, r1, r2 }: Stemming): string {
  const start = word.length - 1;
  if (word.endsWith('l')) return start >= r2 && word.endsWith('ll') ? cut(word, 1) : word;
  if (!word.endsWith('e')) return word;
  const keepsShortSyllable = SHORT_SYLLABLE_AT_END.test(cut(word, 1));
  return start >= r2 || (start >= r1 && !keepsShortSyllable) ? cut(word, 1) : word;
}
