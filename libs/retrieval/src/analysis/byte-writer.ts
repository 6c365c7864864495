const encoder = new TextEncoder();
const FIRST_LENGTH = 1024;
const ASCII_END = 0x80;

/** Writes bytes, numbers and texts one behind the other. */
export class ByteWriter {
  private bytes = new Uint8Array(FIRST_LENGTH);
  private length = 0;

  /** A byte, 0 to 255. */
  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** A number of at least 0 as LEB128. */
  varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** The length in bytes as a varint, then UTF-8. */
  text(value: string): void {
    if (value.length < ASCII_END && this.ascii(value)) return;
    const utf8 = encoder.encode(value);
    this.varint(utf8.length);
    this.raw(utf8);
  }

  /** Bytes as they are; negative ones as two's complement. */
  raw(values: Uint8Array | Int8Array): void {
    this.reserve(values.length);
    this.bytes.set(values, this.length);
    this.length += values.length;
  }

  /** A copy of all that was written. */
  written(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  /** Writes a short text of ASCII characters only, else nothing: a call of the encoder costs more than such a word. */
  private ascii(value: string): boolean {
    this.reserve(1 + value.length);
    const start = this.length + 1;
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i);
      if (unit >= ASCII_END) return false;
      this.bytes[start + i] = unit;
    }
    this.bytes[this.length] = value.length;
    this.length = start + value.length;
    return true;
  }

  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    grown.set(this.bytes);
    this.bytes = grown;
  }
}
