const KINDS: readonly (readonly [kind: string, form: RegExp])[] = [
  ['weekday', /^(?:on )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?$/u],
  ['time', /^(?:at )?(?:\d{1,2}(?:[:.]\d{2})?(?: ?[ap]\.?m\.?)?|noon|midnight)$/u],
  [
    'date',
    /^(?:on )?(?:(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:january|february|march|april|june|july|august|september|october|november|december)|(?:january|february|march|april|june|july|august|september|october|november|december) \d{1,2}(?:st|nd|rd|th)?|\d{4}-\d{2}-\d{2})$/u,
  ],
  ['money', /^(?:[$€£] ?\d[\d.,]*|\d[\d.,]* ?(?:dollars|euros|pounds|[$€£]))$/u],
  ['floor', /^on the \w+ floor$/u],
];

/** What kind of value the words are, and the value without its preposition; null for any other. Only values of one kind can stand against each other. */
export function kindOf(words: string): { readonly kind: string; readonly value: string } | null {
  const found = KINDS.find(([, form]) => form.test(words));
  return found ? { kind: found[0], value: words.replace(/^(?:on|at) /u, '').replace(/^the /u, '') } : null;
}
