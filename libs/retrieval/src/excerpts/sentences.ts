/** A part of a text: offsets in UTF-16 code units, the end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const SENTENCE_BREAK = /(?<=[.!?])\s+|(?<=[。！？])|\n+/gu;
/** A longer sentence is cut between words: a list without full stops should not be all or nothing. */
const LONGEST = 400;
const SPACE = /\s/u;

/** The sentences of a text in order, without the space between them. Longer ones than 400 characters come in pieces. */
export function sentenceSpans(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(SENTENCE_BREAK)) {
    addPieces(text, { start, end: match.index }, spans);
    start = match.index + match[0].length;
  }
  addPieces(text, { start, end: text.length }, spans);
  return spans;
}

function addPieces(text: string, { start, end }: Span, spans: Span[]): void {
  let from = start;
  while (end - from > LONGEST) {
    const to = cutBefore(text, from, from + LONGEST);
    spans.push({ start: from, end: to });
    from = to;
    while (from < end && SPACE.test(text[from]!)) from += 1;
  }
  if (text.slice(from, end).trim() !== '') spans.push({ start: from, end });
}

/** The last place up to `most` where a text may be cut: between words where there is one, never inside a surrogate pair. */
export function cutBefore(text: string, start: number, most: number): number {
  if (most >= text.length) return text.length;
  for (let place = most; place > start; place -= 1) if (SPACE.test(text[place]!)) return place;
  return isLowSurrogate(text.charCodeAt(most)) && most - 1 > start ? most - 1 : most;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
