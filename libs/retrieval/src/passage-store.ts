import { uint32Column, uint8Column } from './column';
import { packCount } from './packed-count';

const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
const LONGEST = 255;

/** For every passage its turn, its length and the surface forms it consists of. */
export class PassageStore {
  private readonly turns = uint32Column();
  private readonly shortenedLengths = uint8Column();
  private readonly firstForm = uint32Column();
  private readonly formCounts = uint32Column();
  private readonly chunks: Uint32Array[] = [];
  private used = CHUNK;
  private passages = 0;

  /** How many passages have a number, those of removed turns included. */
  get count(): number {
    return this.passages;
  }

  /**
   * Adds a passage and returns its number.
   *
   * @param length how many words it has, stop words left out; more than 255 count as 255
   * @param forms numbers of its forms, with the count of each at the same index
   */
  add(turn: number, length: number, forms: readonly number[], counts: readonly number[]): number {
    const passage = this.passages++;
    this.turns.set(passage, turn);
    this.shortenedLengths.set(passage, Math.min(length, LONGEST));
    const address = this.allocate(forms.length);
    const chunk = this.chunks[address >>> CHUNK_BITS]!;
    forms.forEach((form, i) => (chunk[(address & (CHUNK - 1)) + i] = packCount(form, counts[i]!)));
    this.firstForm.set(passage, address);
    this.formCounts.set(passage, forms.length);
    return passage;
  }

  /** The turn of every passage. May be longer than `count`. */
  get turnOf(): Uint32Array {
    return this.turns.values;
  }

  /** The length of every passage, at most 255. May be longer than `count`. */
  get lengths(): Uint8Array {
    return this.shortenedLengths.values;
  }

  /** The forms of a passage with their counts, packed; a view, not a copy. */
  forms(passage: number): Uint32Array {
    const address = this.firstForm.values[passage]!;
    const start = address & (CHUNK - 1);
    return this.chunks[address >>> CHUNK_BITS]!.subarray(start, start + this.formCounts.values[passage]!);
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    const columns = [this.turns, this.shortenedLengths, this.firstForm, this.formCounts];
    return columns.reduce((sum, column) => sum + column.bytes, 4 * CHUNK * this.chunks.length);
  }

  private allocate(words: number): number {
    if (words >= CHUNK) {
      throw new RangeError(`A passage has ${words} distinct words; fewer than ${CHUNK} can be indexed.`);
    }
    if (this.used + words >= CHUNK) {
      this.chunks.push(new Uint32Array(CHUNK));
      this.used = 0;
    }
    const address = (((this.chunks.length - 1) << CHUNK_BITS) | this.used) >>> 0;
    this.used += words;
    return address;
  }
}
