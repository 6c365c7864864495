import { readFileSync } from 'node:fs';
import { fixture, shippedFiles } from '../fixtures/shipped-files';
import { quantise, StaticEncoder } from './static-encoder';
import { WordPieceTokenizer } from './wordpiece';

interface Golden {
  items: { text: string; pieces: string[]; first8: number[] }[];
  cosines: number[][];
}

const golden = JSON.parse(fixture(readFileSync, 'encoder-golden.json')) as Golden;
const { encoderModel, encoderVocabulary } = shippedFiles(readFileSync);
const encoder = new StaticEncoder(encoderModel, encoderVocabulary);
const vocabulary = encoderVocabulary.trimEnd().split('\n');

describe('StaticEncoder', () => {
  it('cuts the reference texts into the reference pieces', () => {
    const tokenizer = new WordPieceTokenizer(vocabulary);
    for (const { text, pieces } of golden.items) {
      expect(tokenizer.rows(text).map((row) => vocabulary[row])).toEqual(pieces);
    }
  });

  it('gives the reference vectors and cosines', () => {
    const vectors = golden.items.map(({ text }) => encoder.encode(text));
    golden.items.forEach(({ first8 }, i) => {
      first8.forEach((component, k) => expect(vectors[i]![k]).toBeCloseTo(component, 4));
    });
    golden.cosines.forEach((row, i) => {
      row.forEach((cosine, j) => {
        const dot = vectors[i]!.reduce((sum, component, k) => sum + component * vectors[j]![k]!, 0);
        expect(dot).toBeCloseTo(cosine, 4);
      });
    });
  });

  it('gives the zero vector to a text without known pieces', () => {
    for (const text of ['', '   ', '\u0000', 'x'.repeat(101)]) {
      expect(encoder.encode(text).every((component) => component === 0)).toBe(true);
    }
    expect(quantise(new Float64Array(128)).every((component) => component === 0)).toBe(true);
  });

  it('refuses damaged files with a reason', () => {
    expect(() => new StaticEncoder(encoderModel.subarray(0, 5000), encoderVocabulary)).toThrow(
      /the model has 5000/,
    );
    expect(() => new StaticEncoder(new TextEncoder().encode('nonsense'), '')).toThrow(
      /does not begin with "STE1"/,
    );
    expect(() => new StaticEncoder(encoderModel, 'one\ntwo\n')).toThrow('the vocabulary has 2 tokens');
  });
});
