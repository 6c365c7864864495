import { WordPieceTokenizer } from '@somabrain/retrieval';

/** More than the longest input can stand for; the rest of a text is not looked at. */
const MOST_CHARACTERS = 16_384;

/** What the original tokenizer takes for white space and for a small letter, and this one otherwise would not. */
const SEPARATORS = /[\u2028\u2029]/g;
const CAPITAL_SIGMA = /\u03A3/g;
const SMALL_SIGMA = '\u03C3';

/**
 * Makes the input of a BERT model: `[CLS] text [SEP]`, cut at so many tokens. The names of special tokens in a text are plain characters, so
 * that nobody can write them into the input; the original tokenizer takes them for tokens.
 */
export class BertInput {
  private readonly tokenizer: WordPieceTokenizer;
  private readonly first: number;
  private readonly last: number;

  /**
   * @param vocabulary the tokens in the order of their rows, @param mostTokens of an input, the special ones included
   * @throws Error if a special token is missing
   */
  constructor(
    vocabulary: readonly string[],
    private readonly mostTokens: number,
  ) {
    const rowOf = (token: string): number => {
      const row = vocabulary.indexOf(token);
      if (row < 0) throw new Error(`Encoder: the vocabulary has no ${token}; is it the model's own?`);
      return row;
    };
    this.first = rowOf('[CLS]');
    this.last = rowOf('[SEP]');
    this.tokenizer = new WordPieceTokenizer(vocabulary, rowOf('[UNK]'));
  }

  /** The rows of a text's tokens, between those of the special ones. */
  rows(text: string): number[] {
    const looked = text.slice(0, MOST_CHARACTERS);
    const found = this.tokenizer.rows(looked.replace(SEPARATORS, ' ').replace(CAPITAL_SIGMA, SMALL_SIGMA));
    return [this.first, ...found.slice(0, this.mostTokens - 2), this.last];
  }
}
