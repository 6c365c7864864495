import { CODE_WORDS, writeSignCode } from './sign-code';

const CHUNK = 256;
/** Unit vectors are stored as multiples of 2^-14. Integers add up exactly in any order. */
const SCALE = 1 << 14;

/** Unit vectors of words by number, as 16-bit integers with sign codes, in chunks so that growing copies nothing. */
export class WordVectors {
  private readonly components: (Int16Array | undefined)[] = [];
  private readonly codes: (Uint32Array | undefined)[] = [];
  private readonly inverseLengths: (Float64Array | undefined)[] = [];

  constructor(private readonly dimensions: number) {}

  /** Whether a vector was set under this number. */
  has(number: number): boolean {
    const inverse = this.inverseLengths[Math.floor(number / CHUNK)]?.[number % CHUNK];
    return inverse !== undefined && !Number.isNaN(inverse);
  }

  /** Stores a unit vector (or the zero vector) under a number. */
  set(number: number, vector: Float64Array): void {
    const chunk = Math.floor(number / CHUNK);
    const row = number % CHUNK;
    const components = (this.components[chunk] ??= new Int16Array(CHUNK * this.dimensions));
    const codes = (this.codes[chunk] ??= new Uint32Array(CHUNK * CODE_WORDS));
    const inverseLengths = (this.inverseLengths[chunk] ??= new Float64Array(CHUNK).fill(NaN));
    let squares = 0;
    for (let i = 0; i < this.dimensions; i++) {
      const component = Math.round(vector[i]! * SCALE);
      components[row * this.dimensions + i] = component;
      squares += component * component;
    }
    inverseLengths[row] = squares === 0 ? 0 : 1 / Math.sqrt(squares);
    writeSignCode(vector, codes, row * CODE_WORDS);
  }

  /** Cosine between a unit vector and the stored one. */
  cosine(number: number, vector: Float64Array): number {
    const chunk = Math.floor(number / CHUNK);
    const row = number % CHUNK;
    const components = this.components[chunk]!;
    const start = row * this.dimensions;
    let sum = 0;
    for (let i = 0; i < vector.length; i++) sum += vector[i]! * components[start + i]!;
    return sum * this.inverseLengths[chunk]![row]!;
  }

  /** Copies the sign code of the stored vector to four words from an offset on. */
  copyCode(number: number, codes: Uint32Array, offset: number): void {
    const start = (number % CHUNK) * CODE_WORDS;
    codes.set(this.codes[Math.floor(number / CHUNK)]!.subarray(start, start + CODE_WORDS), offset);
  }

  /** Adds `times` the stored vector to a sum, exactly. */
  addTo(sum: Float64Array, number: number, times: number): void {
    const components = this.components[Math.floor(number / CHUNK)]!;
    const start = (number % CHUNK) * this.dimensions;
    for (let i = 0; i < sum.length; i++) sum[i]! += times * components[start + i]!;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.components.length * CHUNK * (2 * this.dimensions + 4 * CODE_WORDS + 8);
  }
}
