import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsOf } from '@somabrain/retrieval';
import { BertInput } from './bert-input';

interface Golden {
  readonly text: string;
  readonly rows: number[];
}

/** Made with HuggingFace's tokenizers 0.23.3 from the tokenizer.json of all-MiniLM-L6-v2. */
const golden = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/wordpiece-golden.json'), 'utf8'),
) as Golden[];
const vocabulary = wordsOf(
  readFileSync(join(__dirname, '../../../../packages/encoder-minilm/vocab.txt'), 'utf8'),
);
const input = new BertInput(vocabulary, 160);

describe('BertInput', () => {
  it.each(golden)('cuts $text as the original tokenizer does', ({ text, rows }) => {
    expect(input.rows(text)).toEqual([101, ...rows, 102]);
  });

  it('keeps the beginning of a long text', () => {
    const rows = new BertInput(vocabulary, 8).rows('one two three four five six seven eight');
    expect(rows.map((row) => vocabulary[row])).toEqual([
      '[CLS]',
      'one',
      'two',
      'three',
      'four',
      'five',
      'six',
      '[SEP]',
    ]);
    expect(input.rows('word '.repeat(100_000))).toHaveLength(160);
  });

  it('takes the names of special tokens in a text for plain characters', () => {
    expect(input.rows('[SEP]').map((row) => vocabulary[row])).toEqual(['[CLS]', '[', 'sep', ']', '[SEP]']);
  });

  it('refuses a vocabulary of another model', () => {
    expect(() => new BertInput(['cats', '##s'], 8)).toThrow('the vocabulary has no [CLS]');
  });
});
