import type { Encoder } from './encoder';
import { wordsOf } from './word-table';
import { WordPieceTokenizer } from './wordpiece';

const MAGIC = 'STE1';
const HEADER_BYTES = 12;

/**
 * A sentence encoder without a neural network: the vector of a text is the sum of its tokens' vectors,
 * brought to length 1. The tokens' weights are part of their vectors (see the README beside the model).
 */
export class StaticEncoder implements Encoder {
  readonly dimensions: number;
  private readonly tokenizer: WordPieceTokenizer;
  private readonly scales: Float32Array;
  private readonly components: Int8Array;

  /**
   * @param model the bytes of `model.bin`
   * @param vocabulary the text of `vocab.txt`, one token a line
   * @throws Error if the two are damaged or do not belong together
   */
  constructor(model: Uint8Array, vocabulary: string) {
    const { rows, dimensions } = readHeader(model);
    const tokens = wordsOf(vocabulary);
    if (tokens.length !== rows) {
      throw new Error(`Encoder: the vocabulary has ${tokens.length} tokens but the model ${rows} rows.`);
    }
    this.dimensions = dimensions;
    this.tokenizer = new WordPieceTokenizer(tokens);
    this.scales = readScales(model, rows);
    this.components = new Int8Array(
      model.buffer,
      model.byteOffset + HEADER_BYTES + 4 * rows,
      rows * dimensions,
    );
  }

  /** The unit vector of a text; the zero vector if none of its words is known. */
  encode(text: string): Float64Array {
    const sum = new Float64Array(this.dimensions);
    this.addTo(sum, this.tokenizer.rows(text));
    return toUnitLength(sum);
  }

  /** The rows of a text's pieces, in order. */
  rows(text: string): number[] {
    return this.tokenizer.rows(text);
  }

  /** The row of a word that is one piece, as the tokenizer spells it. */
  rowOfWord(word: string): number | undefined {
    return this.tokenizer.rowOfWord(word);
  }

  /** Adds rows to a sum in their order, four at a time: twice as fast as one by one, and the same to the last digit. */
  addTo(sum: Float64Array, rows: readonly number[]): void {
    const { components, dimensions, scales } = this;
    let next = 0;
    for (; next + 3 < rows.length; next += 4) {
      const [a, b, c, d] = [rows[next]!, rows[next + 1]!, rows[next + 2]!, rows[next + 3]!];
      const [scaleA, scaleB, scaleC, scaleD] = [scales[a]!, scales[b]!, scales[c]!, scales[d]!];
      const [startA, startB] = [a * dimensions, b * dimensions];
      const [startC, startD] = [c * dimensions, d * dimensions];
      for (let i = 0; i < dimensions; i++) {
        const ab = sum[i]! + scaleA * components[startA + i]! + scaleB * components[startB + i]!;
        sum[i] = ab + scaleC * components[startC + i]! + scaleD * components[startD + i]!;
      }
    }
    for (; next < rows.length; next++) {
      const start = rows[next]! * dimensions;
      const scale = scales[rows[next]!]!;
      for (let i = 0; i < dimensions; i++) sum[i]! += scale * components[start + i]!;
    }
  }
}

/** Scales a vector in place to length 1; the zero vector stays. */
export function toUnitLength(vector: Float64Array): Float64Array {
  let squares = 0;
  for (const component of vector) squares += component * component;
  const length = Math.sqrt(squares);
  if (length > 0) for (let i = 0; i < vector.length; i++) vector[i]! /= length;
  return vector;
}

/** A vector as int8: round(127 v / max|v|). Its direction is kept, its length is not. */
export function quantise(vector: Float32Array | Float64Array): Int8Array {
  let largest = 0;
  for (const component of vector) largest = Math.max(largest, Math.abs(component));
  const quantised = new Int8Array(vector.length);
  if (largest === 0) return quantised;
  for (let i = 0; i < vector.length; i++) quantised[i] = Math.round((127 * vector[i]!) / largest);
  return quantised;
}

function readHeader(model: Uint8Array): { rows: number; dimensions: number } {
  const magic = String.fromCharCode(...model.subarray(0, 4));
  if (model.byteLength < HEADER_BYTES || magic !== MAGIC) {
    throw new Error(
      `Encoder: the model does not begin with "${MAGIC}"; is this the right file, and is it whole?`,
    );
  }
  const header = new DataView(model.buffer, model.byteOffset, HEADER_BYTES);
  const rows = header.getUint32(4, true);
  const dimensions = header.getUint32(8, true);
  const expected = HEADER_BYTES + 4 * rows + rows * dimensions;
  if (model.byteLength !== expected) {
    throw new Error(
      `Encoder: ${rows} rows of ${dimensions} dimensions take ${expected} bytes, the model has ${model.byteLength}.`,
    );
  }
  return { rows, dimensions };
}

function readScales(model: Uint8Array, rows: number): Float32Array {
  const view = new DataView(model.buffer, model.byteOffset + HEADER_BYTES, 4 * rows);
  return Float32Array.from({ length: rows }, (_, row) => view.getFloat32(4 * row, true));
}
