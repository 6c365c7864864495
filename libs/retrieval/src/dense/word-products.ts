/** The module of `assets/word-products.wat`, made by `wat2wasm`: vector instructions multiply eight components at a time. */
const MODULE =
  'AGFzbQEAAAABBgFgAn9/AAMCAQAFAwEAAQcVAgZtZW1vcnkCAAhwcm9kdWN0cwAACowBAYkBAgN/AXsCQANAIAIgAE8NASACQQJ0KAKAICEE/QwAAAAAAAAAAAAAAAAAAAAAIQVB' +
  'ACEDA0AgBSAEIANq/QAEACAD/QAEAP26Af2uASEFIANBEGohAyADIAFJDQALIAJBAnQgBf0bACAF/RsBaiAF/RsCIAX9GwNqajYCgEAgAkEBaiECDAALCws=';
const ADDRESSES_AT = 4_096;
const PRODUCTS_AT = 8_192;
const VECTORS_AT = 12_288;
const PAGE = 65_536;
/** Pages by which the memory grows; the system gives those that are written to. */
const GROWTH = 16;
/** A vector instruction takes so many components; vectors are filled up with zeros. */
const COMPONENTS_AT_ONCE = 8;

/** The most vectors of one call. */
export const MOST_WORDS = 1_024;

/** Vectors of int16 components by number, in the memory of a kernel that multiplies them where they lie. */
export class WordProducts {
  private readonly kernel = instantiate();
  private integers = new Int32Array(this.kernel.memory.buffer);
  private stored = new Int16Array(this.kernel.memory.buffer);
  /** Bytes from one vector to the next. */
  private readonly stride: number;

  /** @param dimensions 2,048 at most */
  constructor(dimensions: number) {
    const parts = Math.ceil(dimensions / COMPONENTS_AT_ONCE);
    this.stride = parts * COMPONENTS_AT_ONCE * Int16Array.BYTES_PER_ELEMENT;
  }

  /** Where the components of all vectors lie, until the next call of `makeRoom`. */
  get components(): Int16Array {
    return this.stored;
  }

  /** The place of a vector's first component in `components`. */
  start(number: number): number {
    return this.address(number) / Int16Array.BYTES_PER_ELEMENT;
  }

  /** Makes room for the vector of a number. */
  makeRoom(number: number): void {
    const missing = this.address(number + 1) - this.stored.byteLength;
    if (missing <= 0) return;
    this.kernel.memory.grow(Math.max(GROWTH, Math.ceil(missing / PAGE)));
    this.integers = new Int32Array(this.kernel.memory.buffer);
    this.stored = new Int16Array(this.kernel.memory.buffer);
  }

  /**
   * The dot products of a question with some of the vectors, which must not overflow 32 bits. The array is reused by the next call.
   *
   * @param numbers of the vectors, 1,024 at most
   */
  multiply(question: Int16Array, numbers: readonly number[]): Int32Array {
    this.stored.set(question);
    const addresses = ADDRESSES_AT / Int32Array.BYTES_PER_ELEMENT;
    for (let i = 0; i < numbers.length; i++) this.integers[addresses + i] = this.address(numbers[i]!);
    this.kernel.products(numbers.length, this.stride);
    const first = PRODUCTS_AT / Int32Array.BYTES_PER_ELEMENT;
    return this.integers.subarray(first, first + numbers.length);
  }

  private address(number: number): number {
    return VECTORS_AT + number * this.stride;
  }
}

interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly products: (rows: number, bytes: number) => void;
}

let compiled: object | null = null;

function instantiate(): Kernel {
  compiled ??= new WebAssembly.Module(Buffer.from(MODULE, 'base64'));
  const { memory, products } = new WebAssembly.Instance(compiled).exports;
  return { memory, products } as Kernel;
}
