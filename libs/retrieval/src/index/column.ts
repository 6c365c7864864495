/** What a column can be made of. */
export type NumberArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

const FIRST_LENGTH = 16;

/** A typed array that grows by doubling. `values` may be longer than what was written, and moves when it grows. */
export class Column<T extends NumberArray> {
  values: T;

  /** @param allocate makes an array of the given length */
  constructor(private readonly allocate: (length: number) => T) {
    this.values = allocate(FIRST_LENGTH);
  }

  /** Writes one value, growing as needed. */
  set(index: number, value: number): void {
    if (index >= this.values.length) this.reserve(index + 1);
    this.values[index] = value;
  }

  /** Takes the place of all values. */
  fill(values: T): void {
    this.values = values;
    if (values.length < FIRST_LENGTH) this.reserve(FIRST_LENGTH);
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.values.byteLength;
  }

  private reserve(length: number): void {
    const grown = this.allocate(Math.max(length, 2 * this.values.length));
    grown.set(this.values);
    this.values = grown;
  }
}

/** A column of 64-bit floats. */
export const float64Column = () => new Column((length) => new Float64Array(length));
/** A column of 32-bit integers. */
export const int32Column = () => new Column((length) => new Int32Array(length));
/** A column of 32-bit unsigned integers. */
export const uint32Column = () => new Column((length) => new Uint32Array(length));
/** A column of bytes. */
export const uint8Column = () => new Column((length) => new Uint8Array(length));
