import type { IndexState } from './index-state';

const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
const OFFSET = CHUNK - 1;
/** Most namespaces are small: the first chunk begins small and doubles. */
const FIRST_LENGTH = 256;
const NO_WORDS = new Uint32Array();

/** Runs of 32-bit words by address. It grows by chunks of 256 KiB, so that growing copies nothing once the first chunk is full. */
export class WordArena {
  private chunks: Uint32Array[] = [];
  private used = 0;

  /**
   * Makes room for a run.
   *
   * @returns its address
   * @throws RangeError if the run is longer than a chunk
   */
  allocate(words: number): number {
    if (words >= CHUNK) {
      throw new RangeError(`A passage has ${words} distinct words; fewer than ${CHUNK} can be indexed.`);
    }
    if (this.chunks.length === 0 || this.used + words >= CHUNK) this.addChunk(words);
    const last = this.chunks.length - 1;
    if (this.used + words > this.chunks[last]!.length) this.growFirst(this.used + words);
    const address = ((last << CHUNK_BITS) | this.used) >>> 0;
    this.used += words;
    return address;
  }

  /** The chunk that an address lies in. It may be another one after the next `allocate`. */
  chunk(address: number): Uint32Array {
    return this.chunks[address >>> CHUNK_BITS]!;
  }

  /** Where in its chunk an address lies. */
  offset(address: number): number {
    return address & OFFSET;
  }

  /** The words of a run; a view, not a copy. */
  run(address: number, words: number): Uint32Array {
    const start = address & OFFSET;
    return this.chunk(address).subarray(start, start + words);
  }

  /** Stores all runs, or gets them back. */
  transfer(state: IndexState): void {
    this.used = state.number(this.used);
    const count = state.number(this.chunks.length);
    this.chunks = Array.from({ length: count }, (_, number) => {
      const chunk = this.chunks[number] ?? NO_WORDS;
      // Behind the last run of the last chunk lies nothing; its room is made anew.
      const isLast = number === count - 1;
      const words = state.array(isLast ? chunk.subarray(0, this.used) : chunk);
      if (!state.isReading) return chunk;
      if (!isLast) return words;
      const whole = new Uint32Array(count === 1 ? Math.max(FIRST_LENGTH, words.length) : CHUNK);
      whole.set(words);
      return whole;
    });
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  }

  private addChunk(words: number): void {
    const isFirst = this.chunks.length === 0;
    this.chunks.push(new Uint32Array(isFirst ? Math.max(FIRST_LENGTH, words) : CHUNK));
    this.used = 0;
  }

  private growFirst(words: number): void {
    const grown = new Uint32Array(Math.min(CHUNK, Math.max(words, 2 * this.chunks[0]!.length)));
    grown.set(this.chunks[0]!);
    this.chunks[0] = grown;
  }
}
