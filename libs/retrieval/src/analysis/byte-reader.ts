/** Reads what a `ByteWriter` wrote. */
export class ByteReader {
  /** Where the last `skip` began. */
  skipped = 0;
  private offset = 0;

  constructor(readonly bytes: Uint8Array) {}

  /** @throws Error at the end */
  byte(): number {
    const value = this.bytes[this.offset];
    if (value === undefined) throw damaged('it ends too early');
    this.offset += 1;
    return value;
  }

  /** A number of at least 0 as LEB128, below 2^28. @throws Error at the end, and for a larger number */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw damaged('a number is too large');
  }

  /** Skips a number of bytes. @returns where they end @throws Error if there are fewer */
  skip(length: number): number {
    if (this.offset + length > this.bytes.length) throw damaged('it ends too early');
    this.skipped = this.offset;
    this.offset += length;
    return this.offset;
  }

  /** @throws Error if anything is left */
  expectEnd(): void {
    if (this.offset !== this.bytes.length) throw damaged('something follows its end');
  }
}

/** The error of a stored form that cannot be read. */
export function damaged(what: string, cause?: unknown): Error {
  return new Error(`Analysed text: ${what}. The stored form is damaged; analyse the text again.`, { cause });
}
