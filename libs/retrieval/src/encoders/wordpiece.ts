/** WordPiece gives up on longer words, as the original tokenizer of BERT does. */
const MAXIMAL_WORD_CHARACTERS = 100;

const IGNORED = /[\0\uFFFD\p{Cf}\p{Co}\p{Cs}]|(?![\t\n\r])\p{Cc}/gu;
const IDEOGRAPH =
  /[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{2A6DF}\u{2A700}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu;
const WORD_OR_PUNCTUATION = /[!-/:-@[-`{-~\p{P}]|[^\t\n\r\p{Zs}!-/:-@[-`{-~\p{P}]+/gu;
const BEYOND_ASCII = /[^\t\n\r\x20-\x7e]/;

/** The uncased BERT tokenizer: basic tokens, then the longest pieces that the vocabulary knows. */
export class WordPieceTokenizer {
  private readonly rowOfPiece: ReadonlyMap<string, number>;
  private readonly longestPiece: number;

  /**
   * @param vocabulary the pieces in the order of their rows; `##x` continues a word
   * @param unknown the row that stands for a word with an unknown piece; absent: such a word has no row
   */
  constructor(
    vocabulary: readonly string[],
    private readonly unknown?: number,
  ) {
    this.rowOfPiece = new Map(vocabulary.map((piece, row) => [piece, row]));
    this.longestPiece = vocabulary.reduce((longest, piece) => Math.max(longest, piece.length), 0);
  }

  /** The vocabulary rows of a text's pieces, in order. */
  rows(text: string): number[] {
    const rows: number[] = [];
    for (const token of basicTokens(text)) this.appendPieces(token, rows);
    return rows;
  }

  /** The row of a word in lower case that is one piece. */
  rowOfWord(word: string): number | undefined {
    return this.rowOfPiece.get(word);
  }

  private appendPieces(word: string, rows: number[]): void {
    const whole = word.length > MAXIMAL_WORD_CHARACTERS ? undefined : this.rowOfPiece.get(word);
    if (whole !== undefined) {
      rows.push(whole);
      return;
    }
    if (word.length > MAXIMAL_WORD_CHARACTERS && [...word].length > MAXIMAL_WORD_CHARACTERS)
      return this.appendUnknown(rows);
    const before = rows.length;
    let start = 0;
    while (start < word.length) {
      const prefix = start === 0 ? '' : '##';
      let end = Math.min(word.length, start + this.longestPiece);
      let row: number | undefined;
      while (end > start) {
        row = this.rowOfPiece.get(prefix + word.slice(start, end));
        if (row !== undefined) break;
        end -= 1;
      }
      if (row === undefined) {
        rows.length = before;
        return this.appendUnknown(rows);
      }
      rows.push(row);
      start = end;
    }
  }

  private appendUnknown(rows: number[]): void {
    if (this.unknown !== undefined) rows.push(this.unknown);
  }
}

function basicTokens(text: string): string[] {
  return normalise(text).match(WORD_OR_PUNCTUATION) ?? [];
}

function normalise(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase();
  return text
    .replace(IGNORED, '')
    .replace(IDEOGRAPH, ' $& ')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}
