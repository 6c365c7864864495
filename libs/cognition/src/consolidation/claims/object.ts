/** What makes a group of words more than a plain object: a clause, or a time that passes. */
const MORE_THAN_OBJECT =
  /\b(?:and|or|that|which|who|whom|whose|where|with|for|during|after|before|by|then|again|now|not|no|never|always|already|still|anymore|so|very|this|these|those|every|all|is|are|was|were|has|have|had|do|does|did|to)\b/u;
const WORDS = /^[\p{L}\p{M}\d][\p{L}\p{M}\d'&@+.,/_ -]*$/u;
const ARTICLES = /^(?:a|an|the|any|some|my)\s+/u;
const MOST_WORDS = 6;

/** The object of a verb, or what a place or thing is called, without its article; null for anything more than that. */
export function objectOf(words: string | undefined): string | null {
  const object = (words ?? '').trim().replace(ARTICLES, '');
  if (!WORDS.test(object) || MORE_THAN_OBJECT.test(object)) return null;
  return object.split(' ').length > MOST_WORDS ? null : object.replace(/\s+/gu, ' ');
}

/** Whether one names a part of what the other names, or the same in other words: "google" and "google research". */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => ` ${text.replace(/[^\p{L}\p{M}\d]+/gu, ' ').trim()} `) as [
    string,
    string,
  ];
  return a.includes(b) || b.includes(a) || a.replaceAll(' ', '') === b.replaceAll(' ', '');
}
