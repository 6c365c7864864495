import type { Column, NumberArray } from './column';

/**
 * Where parts of an index put what they hold, or get it back from, in one order: the same code writes and reads, so the two cannot drift
 * apart. What a method answers is what the part holds from then on.
 */
export interface IndexState {
  /** Whether parts get back what they hold. */
  readonly isReading: boolean;
  number(value: number): number;
  array<T extends NumberArray | Int8Array>(array: T): T;
  /** @param used how many of its values count */
  column<T extends NumberArray>(column: Column<T>, used: number): void;
  strings(strings: readonly string[]): string[];
}

const LENGTH_BYTES = 8;
const BEYOND_LATIN_1 = /[^\u0000-\u00ff]/;

/** Collects what an index holds. Parts are blocks of bytes, each behind its length. */
export class StateWriter implements IndexState {
  readonly isReading = false;
  private readonly blocks: Uint8Array[] = [];

  number(value: number): number {
    this.array(Float64Array.of(value));
    return value;
  }

  array<T extends NumberArray | Int8Array>(array: T): T {
    this.blocks.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    return array;
  }

  column<T extends NumberArray>({ values }: Column<T>, used: number): void {
    this.array(values.subarray(0, used));
  }

  strings(strings: readonly string[]): string[] {
    const text = strings.join('');
    const isWide = BEYOND_LATIN_1.test(text);
    this.number(isWide ? 1 : 0);
    this.array(Uint32Array.from(strings, ({ length }) => length));
    this.blocks.push(Buffer.from(text, isWide ? 'utf16le' : 'latin1'));
    return [...strings];
  }

  /** All of it behind `room` bytes, copied. */
  bytes(room: number): Uint8Array {
    const length = this.blocks.reduce((sum, block) => sum + LENGTH_BYTES + block.length, room);
    const bytes = new Uint8Array(length);
    const view = new DataView(bytes.buffer);
    let offset = room;
    for (const block of this.blocks) {
      view.setFloat64(offset, block.length, true);
      bytes.set(block, offset + LENGTH_BYTES);
      offset += LENGTH_BYTES + block.length;
    }
    return bytes;
  }
}

/** Gives back what a `StateWriter` collected, as copies. */
export class StateReader implements IndexState {
  readonly isReading = true;
  private readonly view: DataView;

  /** @param offset where the first block begins */
  constructor(
    private readonly bytes: Uint8Array,
    private offset: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  number(_value: number): number {
    return this.array(new Float64Array(1))[0]!;
  }

  array<T extends NumberArray | Int8Array>(array: T): T {
    const block = this.block();
    const length = block.length / array.BYTES_PER_ELEMENT;
    if (!Number.isInteger(length)) throw new RangeError('A block of an index has an odd length');
    const copy = new (array.constructor as new (length: number) => T)(length);
    new Uint8Array(copy.buffer).set(block);
    return copy;
  }

  column<T extends NumberArray>(column: Column<T>, _used: number): void {
    column.fill(this.array(column.values.subarray(0, 0) as T));
  }

  strings(_strings: readonly string[]): string[] {
    const isWide = this.number(0) === 1;
    const lengths = this.array(new Uint32Array(0));
    const block = this.block();
    const text = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    let start = 0;
    return Array.from(lengths, (length) => {
      const end = start + (isWide ? 2 * length : length);
      const string = text.toString(isWide ? 'utf16le' : 'latin1', start, end);
      start = end;
      return string;
    });
  }

  /** @throws RangeError if not everything was taken */
  end(): void {
    if (this.offset !== this.bytes.length)
      throw new RangeError('A stored index is longer than what it holds');
  }

  private block(): Uint8Array {
    const start = this.offset + LENGTH_BYTES;
    const end = start + this.view.getFloat64(this.offset, true);
    if (!(end >= start && end <= this.bytes.length)) throw new RangeError('A stored index ends too soon');
    this.offset = end;
    return this.bytes.subarray(start, end);
  }
}
