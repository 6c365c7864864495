/** Projects token vectors of any length to unit vectors of fewer dimensions. */
export class TokenProjection {
  private readonly matrix: Float32Array;

  /**
   * @param bytes `from` rows of `to` little-endian float32, @param from dimensions of the model, @param to dimensions that are kept
   * @throws Error if the file has another size
   */
  constructor(
    bytes: Uint8Array,
    readonly from: number,
    readonly to: number,
  ) {
    const expected = 4 * from * to;
    if (bytes.byteLength !== expected)
      throw new Error(
        `Projection: ${from} x ${to} numbers take ${expected} bytes, the file has ${bytes.byteLength}.`,
      );
    const view = new DataView(bytes.buffer, bytes.byteOffset, expected);
    this.matrix = Float32Array.from({ length: from * to }, (_, i) => view.getFloat32(4 * i, true));
  }

  /** Writes the projection of the vector that begins at an offset; zero for a vector without direction. */
  write(vectors: Float32Array, offset: number, into: Float64Array): void {
    const { from, matrix, to } = this;
    into.fill(0);
    for (let row = 0; row < from; row++) {
      const component = vectors[offset + row]!;
      for (let column = 0; column < to; column++) into[column]! += component * matrix[row * to + column]!;
    }
    let squares = 0;
    for (const component of into) squares += component * component;
    const length = Math.sqrt(squares);
    if (length > 0) for (let column = 0; column < to; column++) into[column]! /= length;
  }
}
