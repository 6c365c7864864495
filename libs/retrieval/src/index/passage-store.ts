import { type NumberArray, uint32Column, uint8Column } from './column';
import type { IndexState } from './index-state';
import { packCount } from './packed-count';
import { WordArena } from './word-arena';

const LONGEST = 255;

/** For every passage its document, its length and the surface forms it consists of. */
export class PassageStore {
  private readonly documents = uint32Column();
  private readonly shortenedLengths = uint8Column();
  private readonly firstForm = uint32Column();
  private readonly formCounts = uint32Column();
  private readonly arena = new WordArena();
  private passages = 0;

  /** How many passages have a number, those of removed documents included. */
  get count(): number {
    return this.passages;
  }

  /**
   * Adds a passage and returns its number.
   *
   * @param length how many words it has, stop words left out; more than 255 count as 255
   * @param forms numbers of its forms, with the count of each at the same index
   */
  add(document: number, length: number, forms: readonly number[], counts: readonly number[]): number {
    const passage = this.passages++;
    this.documents.set(passage, document);
    this.shortenedLengths.set(passage, Math.min(length, LONGEST));
    const address = this.arena.allocate(forms.length);
    const run = this.arena.run(address, forms.length);
    for (let i = 0; i < forms.length; i++) run[i] = packCount(forms[i]!, counts[i]!);
    this.firstForm.set(passage, address);
    this.formCounts.set(passage, forms.length);
    return passage;
  }

  /** The document of every passage. May be longer than `count`. */
  get documentOf(): Uint32Array {
    return this.documents.values;
  }

  /** The length of every passage, at most 255. May be longer than `count`. */
  get lengths(): Uint8Array {
    return this.shortenedLengths.values;
  }

  /** The forms of a passage with their counts, packed; a view, not a copy. */
  forms(passage: number): Uint32Array {
    return this.arena.run(this.firstForm.values[passage]!, this.formCounts.values[passage]!);
  }

  /** Stores the passages, or gets them back. */
  transfer(state: IndexState): void {
    this.passages = state.number(this.passages);
    this.arena.transfer(state);
    for (const column of this.columns) state.column<NumberArray>(column, this.passages);
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.columns.reduce((sum, column) => sum + column.bytes, this.arena.bytes);
  }

  private get columns() {
    return [this.documents, this.shortenedLengths, this.firstForm, this.formCounts];
  }
}
