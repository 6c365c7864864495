/** A part of a text: offsets in UTF-16 code units, the end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const SENTENCE_BREAK = /(?<=[.!?])\s+|(?<=[。！？])|\n+/gu;
/** A longer sentence is cut between words: a list without full stops should not be all or nothing. */
const LONGEST = 400;
const SPACE = /\s/u;

/** Sentences that are found between two steps. */
const FOUND_AT_ONCE = 1_000;

/** The sentences of a text in order, without the space between them. Longer ones than 400 characters come in pieces. */
export function sentenceSpans(text: string): Span[] {
  return finished(sentenceSteps(text));
}

/** The same in steps of less than a millisecond, between which others may have their turn. */
export function* sentenceSteps(text: string): Generator<void, Span[]> {
  const spans: Span[] = [];
  let [start, reported] = [0, 0];
  for (const match of text.matchAll(SENTENCE_BREAK)) {
    addPieces(text, { start, end: match.index }, spans);
    start = match.index + match[0].length;
    if (spans.length - reported < FOUND_AT_ONCE) continue;
    reported = spans.length;
    yield;
  }
  addPieces(text, { start, end: text.length }, spans);
  return spans;
}

/** Does all steps at once. */
export function finished<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
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
