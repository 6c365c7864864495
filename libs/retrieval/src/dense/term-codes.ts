import { uint8Column } from '../index/column';
import { MOST_CODES, writeCodeDistances } from './code-distances';
import { CODE_WORDS } from './sign-code';

/** Writes the sign code of a term into four words from an offset on. */
export type WriteCode = (term: number, codes: Uint32Array, offset: number) => void;

/** The sign codes of the terms of a namespace, a thousand side by side: one call of the kernel compares them all. */
export class TermCodes {
  private readonly chunks: Uint32Array[] = [];
  /** By term: 1 where its code is there. */
  private readonly known = uint8Column();
  /** So many terms were looked at last, and whether one of them has no code. */
  private learned = 0;
  private forgotten = false;

  /** @param write is called for each term whose code is not known */
  constructor(private readonly write: WriteCode) {}

  /** Has to be called when the code of a term may change. */
  forget(term: number): void {
    if (term >= this.known.values.length) return;
    this.known.values[term] = 0;
    this.forgotten = true;
  }

  /** The distances between a code and those of the first terms; of terms that are left out they mean nothing. */
  distances(code: Uint32Array, terms: number, isInUse: (term: number) => boolean): Uint8Array {
    if (this.forgotten || this.learned !== terms) this.learnAll(terms, isInUse);
    const distances = new Uint8Array(terms);
    for (let first = 0; first < terms; first += MOST_CODES) {
      const codes = this.chunkOf(first);
      writeCodeDistances(codes, code, Math.min(MOST_CODES, terms - first), distances, first);
    }
    return distances;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.known.bytes + this.chunks.length * MOST_CODES * CODE_WORDS * Uint32Array.BYTES_PER_ELEMENT;
  }

  private learnAll(terms: number, isInUse: (term: number) => boolean): void {
    let missing = false;
    let { values } = this.known;
    for (let term = 0; term < terms; term++) {
      if (values[term] === 1) continue;
      if (isInUse(term)) this.learn(term);
      else missing = true;
      ({ values } = this.known);
    }
    // One that comes into use later is learned then.
    this.forgotten = missing;
    this.learned = terms;
  }

  private learn(term: number): void {
    this.write(term, this.chunkOf(term), (term % MOST_CODES) * CODE_WORDS);
    this.known.set(term, 1);
  }

  private chunkOf(term: number): Uint32Array {
    const chunk = Math.floor(term / MOST_CODES);
    while (this.chunks.length <= chunk) this.chunks.push(new Uint32Array(MOST_CODES * CODE_WORDS));
    return this.chunks[chunk]!;
  }
}
