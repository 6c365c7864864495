import { uint32Column } from './column';
import type { IndexState } from './index-state';
import { WordArena } from './word-arena';

const FIRST_SLICE = 2;
const LARGEST_SLICE = 1024;
const NO_SLICE = 0xffffffff;

/**
 * Lists of 32-bit numbers that grow at their end, all in a few large arrays. A list is a chain of slices of 2, 4,
 * 8 … 1024 entries, each preceded by the address of the next, so that short lists waste little and growing copies
 * nothing (Büttcher, Clarke and Cormack 2010, 7.2).
 */
export class PostingLists {
  private readonly arena = new WordArena();
  private readonly head = uint32Column();
  private readonly tail = uint32Column();
  private readonly lengths = uint32Column();
  private readonly tailRoom = uint32Column();
  private buffer = new Uint32Array(1024);

  /** Adds an entry to a list, which is made on first use. */
  append(list: number, entry: number): void {
    const length = this.lengths.values[list] ?? 0;
    if (length === 0 || this.tailRoom.values[list] === 0) this.addSlice(list, length);
    const room = this.tailRoom.values[list]!;
    const slice = this.tail.values[list]!;
    const capacity = this.capacityOfSliceAt(length);
    this.arena.chunk(slice)[this.arena.offset(slice) + 1 + capacity - room] = entry;
    this.tailRoom.set(list, room - 1);
    this.lengths.set(list, length + 1);
  }

  /** How many entries a list has. */
  length(list: number): number {
    return this.lengths.values[list] ?? 0;
  }

  /** The entries of a list in order. The array is reused by the next call. */
  read(list: number): Uint32Array {
    const length = this.length(list);
    if (this.buffer.length < length) this.buffer = new Uint32Array(2 * length);
    let slice = this.head.values[list]!;
    let capacity = FIRST_SLICE;
    for (let done = 0; done < length;) {
      const chunk = this.arena.chunk(slice);
      const start = this.arena.offset(slice) + 1;
      const count = Math.min(capacity, length - done);
      this.buffer.set(chunk.subarray(start, start + count), done);
      done += count;
      slice = chunk[start - 1]!;
      capacity = Math.min(2 * capacity, LARGEST_SLICE);
    }
    return this.buffer.subarray(0, length);
  }

  /** Stores the lists, or gets them back. @param lists how many there may be */
  transfer(state: IndexState, lists: number): void {
    this.arena.transfer(state);
    for (const column of this.columns) state.column(column, lists);
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.columns.reduce((sum, column) => sum + column.bytes, this.arena.bytes);
  }

  private get columns() {
    return [this.head, this.tail, this.lengths, this.tailRoom];
  }

  private addSlice(list: number, length: number): void {
    const capacity = this.capacityOfSliceAt(length);
    const slice = this.arena.allocate(capacity + 1);
    this.arena.chunk(slice)[this.arena.offset(slice)] = NO_SLICE;
    if (length === 0) {
      this.head.set(list, slice);
    } else {
      const last = this.tail.values[list]!;
      this.arena.chunk(last)[this.arena.offset(last)] = slice;
    }
    this.tail.set(list, slice);
    this.tailRoom.set(list, capacity);
  }

  /** Capacity of the slice that holds the entry with this index. */
  private capacityOfSliceAt(index: number): number {
    if (index >= 2 * LARGEST_SLICE - FIRST_SLICE) return LARGEST_SLICE;
    return 1 << (31 - Math.clz32(index + FIRST_SLICE));
  }
}
