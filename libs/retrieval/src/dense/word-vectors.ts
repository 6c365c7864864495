import { CODE_WORDS, writeSignCode } from './sign-code';
import { MOST_WORDS, WordProducts } from './word-products';

const CHUNK = 256;
/** Unit vectors are stored as multiples of 2^-14. Integers add up exactly in any order. */
const SCALE = 1 << 14;

/** Where vectors lie: on the heap, where few take little, or in the memory of a kernel that compares many at once. */
export type VectorPlace = 'heap' | 'kernel';

/** Unit vectors of words by number, as 16-bit integers with sign codes, in chunks so that growing copies nothing. */
export class WordVectors {
  private readonly components: (Int16Array | undefined)[] = [];
  private readonly codes: (Uint32Array | undefined)[] = [];
  private readonly inverseLengths: (Float64Array | undefined)[] = [];
  private readonly products: WordProducts | null;
  /** No cosine of `roughCosines` differs more from that of `cosine`: each component of the question is off by half a step at most. */
  readonly roughness: number;

  constructor(
    private readonly dimensions: number,
    place: VectorPlace = 'kernel',
  ) {
    this.products = place === 'kernel' ? new WordProducts(dimensions) : null;
    this.roughness = (0.5001 * Math.sqrt(dimensions)) / SCALE;
  }

  /** Whether a vector was set under this number. */
  has(number: number): boolean {
    const inverse = this.inverseLengths[Math.floor(number / CHUNK)]?.[number % CHUNK];
    return inverse !== undefined && !Number.isNaN(inverse);
  }

  /** Stores a unit vector (or the zero vector) under a number. */
  set(number: number, vector: Float64Array): void {
    const chunk = Math.floor(number / CHUNK);
    const row = number % CHUNK;
    const codes = (this.codes[chunk] ??= new Uint32Array(CHUNK * CODE_WORDS));
    const inverseLengths = (this.inverseLengths[chunk] ??= new Float64Array(CHUNK).fill(NaN));
    if (this.products) this.products.makeRoom(number);
    else this.components[chunk] ??= new Int16Array(CHUNK * this.dimensions);
    const components = this.componentsWith(number);
    const start = this.start(number);
    let squares = 0;
    for (let i = 0; i < this.dimensions; i++) {
      const component = Math.round(vector[i]! * SCALE);
      components[start + i] = component;
      squares += component * component;
    }
    inverseLengths[row] = squares === 0 ? 0 : 1 / Math.sqrt(squares);
    writeSignCode(vector, codes, row * CODE_WORDS);
  }

  /** Cosine between a unit vector and the stored one. */
  cosine(number: number, vector: Float64Array): number {
    const components = this.componentsWith(number);
    const start = this.start(number);
    let sum = 0;
    for (let i = 0; i < vector.length; i++) sum += vector[i]! * components[start + i]!;
    return sum * this.inverseLength(number);
  }

  /** The cosines between a unit vector and stored ones, each within `roughness`: of many in about a tenth of the time. */
  roughCosines(numbers: readonly number[], vector: Float64Array): Float64Array {
    const cosines = new Float64Array(numbers.length);
    if (!this.products) return cosines.map((_, i) => this.cosine(numbers[i]!, vector));
    const question = new Int16Array(vector.length);
    for (let i = 0; i < question.length; i++) question[i] = Math.round(vector[i]! * SCALE);
    for (let first = 0; first < numbers.length; first += MOST_WORDS) {
      const some = numbers.length <= MOST_WORDS ? numbers : numbers.slice(first, first + MOST_WORDS);
      const products = this.products.multiply(question, some);
      for (let i = 0; i < some.length; i++)
        cosines[first + i] = (products[i]! / SCALE) * this.inverseLength(some[i]!);
    }
    return cosines;
  }

  /** Copies the sign code of the stored vector to four words from an offset on. */
  copyCode(number: number, codes: Uint32Array, offset: number): void {
    const start = (number % CHUNK) * CODE_WORDS;
    codes.set(this.codes[Math.floor(number / CHUNK)]!.subarray(start, start + CODE_WORDS), offset);
  }

  /** Adds `times` the stored vector to a sum, exactly. */
  addTo(sum: Float64Array, number: number, times: number): void {
    const components = this.componentsWith(number);
    const start = this.start(number);
    for (let i = 0; i < sum.length; i++) sum[i]! += times * components[start + i]!;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.codes.length * CHUNK * (2 * this.dimensions + 4 * CODE_WORDS + 8);
  }

  /** The array that has a vector's components from `start` on. */
  private componentsWith(number: number): Int16Array {
    return this.products ? this.products.components : this.components[Math.floor(number / CHUNK)]!;
  }

  private start(number: number): number {
    return this.products ? this.products.start(number) : (number % CHUNK) * this.dimensions;
  }

  private inverseLength(number: number): number {
    return this.inverseLengths[Math.floor(number / CHUNK)]![number % CHUNK]!;
  }
}
