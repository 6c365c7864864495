import { float64Column, type NumberArray, uint32Column, uint8Column } from './column';
import type { IndexState } from './index-state';

/** Marks of a document, one bit each; above them lies the number of its language group. */
export const TEMPORAL_EXPRESSION = 1;
export const SHORT_QUESTION = 2;
const GROUP_SHIFT = 2;

/** What the index keeps of a memory beside its words: one column per attribute, indexed by the number of the document. */
export class DocumentColumns {
  ids: string[] = [];
  readonly version = float64Column();
  readonly scope = uint32Column();
  /** The speaker that was given. */
  readonly speaker = uint32Column();
  /** The label of the text that may name one. */
  readonly speakerLabel = uint32Column();
  readonly memoryType = uint32Column();
  /** Infinity for a document without a position. */
  readonly position = float64Column();
  readonly arrival = float64Column();
  /** NaN if the time of the event is not known. */
  readonly occurredAt = float64Column();
  readonly createdAt = float64Column();
  /** Infinity for a document that does not end. */
  readonly expiresAt = float64Column();
  readonly importance = float64Column();
  /** 1 for a document that is there, 0 for one that was removed. */
  readonly live = uint8Column();
  readonly marks = uint8Column();
  /** Place of the text's language in `LANGUAGES`. */
  readonly language = uint8Column();
  readonly firstPassage = uint32Column();
  readonly passageCount = uint32Column();
  readonly words = uint32Column();
  readonly firstPair = uint32Column();
  readonly pairCount = uint32Column();
  /** 0 without a key, see `key-family-code.ts`. */
  readonly keyFamily = uint32Column();
  /** Hashed tags and metadata pairs of all documents, see `pair-hash.ts`. */
  readonly pairs = uint32Column();
  private usedPairs = 0;

  /** Keeps the hashed pairs of a document. */
  setPairs(document: number, hashes: readonly number[]): void {
    this.firstPair.set(document, this.usedPairs);
    this.pairCount.set(document, hashes.length);
    for (const hash of hashes) this.pairs.set(this.usedPairs++, hash);
  }

  /** The hashed pairs of a document; a view, not a copy. */
  pairsOf(document: number): Uint32Array {
    const first = this.firstPair.values[document]!;
    return this.pairs.values.subarray(first, first + this.pairCount.values[document]!);
  }

  /** Whether a document has a hashed pair. */
  hasPair(document: number, hash: number): boolean {
    const first = this.firstPair.values[document]!;
    const end = first + this.pairCount.values[document]!;
    for (let pair = first; pair < end; pair++) if (this.pairs.values[pair] === hash) return true;
    return false;
  }

  /** Sets the marks of a document and the number of its language group. */
  setMarks(document: number, marks: number, languageGroup: number): void {
    this.marks.set(document, marks | (languageGroup << GROUP_SHIFT));
  }

  /** The number of a document's language group. */
  languageGroup(document: number): number {
    return this.marks.values[document]! >> GROUP_SHIFT;
  }

  /** Whether a document has a mark. */
  isMarked(document: number, mark: number): boolean {
    return (this.marks.values[document]! & mark) !== 0;
  }

  /** When the document's event happened, or when it was stored if that is not known. Epoch milliseconds. */
  time(document: number): number {
    const occurredAt = this.occurredAt.values[document]!;
    return Number.isNaN(occurredAt) ? this.createdAt.values[document]! : occurredAt;
  }

  /** Ascending by arrival, then by id: an order that does not depend on how the index came about. */
  compareByArrival(document: number, other: number): number {
    return (
      this.arrival.values[document]! - this.arrival.values[other]! ||
      (this.ids[document]! < this.ids[other]! ? -1 : 1)
    );
  }

  /** The order inside a session: by position, those without one last, then by arrival. */
  compareInSession(document: number, other: number): number {
    const position = this.position.values[document]!;
    const otherPosition = this.position.values[other]!;
    if (position !== otherPosition) return position < otherPosition ? -1 : 1;
    return this.compareByArrival(document, other);
  }

  /** The order of documents without a session: by time, then by arrival. */
  compareByTime(document: number, other: number): number {
    return this.time(document) - this.time(other) || this.compareByArrival(document, other);
  }

  /** Stores the columns, or gets them back. */
  transfer(state: IndexState): void {
    this.ids = state.strings(this.ids);
    this.usedPairs = state.number(this.usedPairs);
    for (const column of this.columns) state.column<NumberArray>(column, this.ids.length);
    state.column(this.pairs, this.usedPairs);
  }

  /** Memory held, in bytes; an id with its map entry is taken as 120. */
  get bytes(): number {
    return this.columns.reduce((sum, column) => sum + column.bytes, this.pairs.bytes + 120 * this.ids.length);
  }

  private get columns() {
    return [
      ...[
        this.version,
        this.scope,
        this.speaker,
        this.speakerLabel,
        this.memoryType,
        this.position,
        this.arrival,
        this.occurredAt,
      ],
      ...[
        this.createdAt,
        this.expiresAt,
        this.importance,
        this.live,
        this.marks,
        this.language,
        this.firstPassage,
        this.passageCount,
      ],
      ...[this.words, this.firstPair, this.pairCount, this.keyFamily],
    ];
  }
}
