const MAGIC = 'STX1';
const HEADER_BYTES = 16;
/** Two components a byte, each from -8 to 7. */
const COMPONENT_OFFSET = 8;

/** The vectors of the words of other languages, as `model.bin` has them; see the README beside it. */
export class MultilingualModel {
  readonly rows: number;
  readonly dimensions: number;
  /** A text is foreign when its words vote for it with more than this on average. */
  readonly threshold: number;
  private readonly scales: Float32Array;
  private readonly votes: Int8Array;
  private readonly components: Uint8Array;

  /**
   * @param model the bytes of `model.bin`, from an offset that is a multiple of 4
   * @throws Error if they are damaged or something else
   */
  constructor(model: Uint8Array) {
    const { buffer, byteOffset, byteLength } = model;
    if (byteLength < HEADER_BYTES || String.fromCharCode(...model.subarray(0, 4)) !== MAGIC) {
      throw new Error(
        `Multilingual encoder: the model does not begin with "${MAGIC}"; is this the right file, and is it whole?`,
      );
    }
    const header = new DataView(buffer, byteOffset, HEADER_BYTES);
    const [rows, dimensions] = [header.getUint32(4, true), header.getUint32(8, true)];
    const expected = HEADER_BYTES + 5 * rows + (rows * dimensions) / 2;
    if (byteLength !== expected) {
      throw new Error(
        `Multilingual encoder: ${rows} rows of ${dimensions} dimensions take ${expected} bytes, the model has ${byteLength}.`,
      );
    }
    this.rows = rows;
    this.dimensions = dimensions;
    this.threshold = header.getFloat32(12, true);
    this.scales = new Float32Array(buffer, byteOffset + HEADER_BYTES, rows);
    this.votes = new Int8Array(buffer, byteOffset + HEADER_BYTES + 4 * rows, rows);
    this.components = model.subarray(HEADER_BYTES + 5 * rows);
  }

  /** How much more frequent a word is in its language than in English: 30 times the decimal logarithm. */
  vote(row: number): number {
    return this.votes[row]!;
  }

  /** Adds the vector of a row to a sum. */
  addTo(sum: Float64Array, row: number): void {
    const { components, dimensions, scales } = this;
    const scale = scales[row]!;
    const start = (row * dimensions) / 2;
    for (let i = 0; i < dimensions; i += 2) {
      const pair = components[start + i / 2]!;
      sum[i]! += scale * ((pair & 15) - COMPONENT_OFFSET);
      sum[i + 1]! += scale * ((pair >> 4) - COMPONENT_OFFSET);
    }
  }
}
