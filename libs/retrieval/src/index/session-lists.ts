import { int32Column } from './column';

const NONE = -1;

interface Session {
  readonly documents: number[];
  words: number;
}

/**
 * The documents of every session in order, as a sorted list for finding a place and as links for walking. Documents of
 * one session need not be stored next to each other, and may come in any order.
 */
export class SessionLists {
  private readonly sessionOfScope = new Map<number, Session>();
  private readonly previousDocument = int32Column();
  private readonly nextDocument = int32Column();
  private allWords = 0;

  /** @param compare the order of documents inside a session; never 0 for two different documents */
  constructor(private readonly compare: (document: number, other: number) => number) {}

  /** How many sessions have documents. */
  get sessionCount(): number {
    return this.sessionOfScope.size;
  }

  /** Words of all sessions together, stop words left out. */
  get totalWords(): number {
    return this.allWords;
  }

  /** Puts a document at its place in a session. */
  insert(scope: number, document: number, words: number): void {
    let session = this.sessionOfScope.get(scope);
    if (session === undefined) this.sessionOfScope.set(scope, (session = { documents: [], words: 0 }));
    const { documents } = session;
    const place = this.placeOf(documents, document);
    documents.splice(place, 0, document);
    this.link(documents[place - 1] ?? NONE, document);
    this.link(document, documents[place + 1] ?? NONE);
    session.words += words;
    this.allWords += words;
  }

  /** Gives a document without a session no neighbours. */
  insertAlone(document: number): void {
    this.link(NONE, document);
    this.link(document, NONE);
  }

  /** Takes a document out of its session. */
  remove(scope: number, document: number, words: number): void {
    const session = this.sessionOfScope.get(scope)!;
    session.documents.splice(this.placeOf(session.documents, document), 1);
    this.link(this.previous(document), this.next(document));
    session.words -= words;
    this.allWords -= words;
    if (session.documents.length === 0) this.sessionOfScope.delete(scope);
  }

  /** The document before, or -1. */
  previous(document: number): number {
    return this.previousDocument.values[document]!;
  }

  /** The document after, or -1. */
  next(document: number): number {
    return this.nextDocument.values[document]!;
  }

  /** Words of a session, stop words left out. */
  words(scope: number): number {
    return this.sessionOfScope.get(scope)?.words ?? 0;
  }

  /** Memory held, in bytes; a session is taken as 120 beside its documents. */
  get bytes(): number {
    return this.previousDocument.bytes + 2 * this.nextDocument.bytes + 120 * this.sessionOfScope.size;
  }

  private placeOf(documents: readonly number[], document: number): number {
    let low = 0;
    let high = documents.length;
    if (high > 0 && this.compare(documents[high - 1]!, document) < 0) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (documents[middle] !== document && this.compare(documents[middle]!, document) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private link(before: number, after: number): void {
    if (before !== NONE) this.nextDocument.set(before, after);
    if (after !== NONE) this.previousDocument.set(after, before);
  }
}
