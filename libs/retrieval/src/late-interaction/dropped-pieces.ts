const SPECIAL = /^\[[^\]]+\]$/;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const CONTINUATION = /^##/;

/** The rows of pieces that say nothing by themselves, by why. */
export interface DroppedPieces {
  /** Special tokens and punctuation: of questions and of passages. */
  readonly always: ReadonlySet<number>;
  /** These, and stop words: of passages. */
  readonly ofPassages: ReadonlySet<number>;
}

/** Finds the pieces of a vocabulary, in the order of its rows, that are dropped. */
export function droppedPieces(vocabulary: readonly string[], stopWords: ReadonlySet<string>): DroppedPieces {
  const always = new Set<number>();
  const ofPassages = new Set<number>();
  vocabulary.forEach((piece, row) => {
    const isMark = SPECIAL.test(piece) || !LETTER_OR_DIGIT.test(piece.replace(CONTINUATION, ''));
    if (isMark) always.add(row);
    if (isMark || stopWords.has(piece)) ofPassages.add(row);
  });
  return { always, ofPassages };
}
