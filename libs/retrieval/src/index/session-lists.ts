import { int32Column } from './column';
import type { IndexState } from './index-state';
import { OrderedDocuments } from './ordered-documents';

const NONE = -1;

interface Session {
  readonly documents: OrderedDocuments;
  words: number;
}

/**
 * The documents of every session in order, as a linked list. Documents of one session need not be stored next to each other, and may come in
 * any order. Documents without a session form one list for each user and agent; neighbours that are close in time there count as an
 * inferred session.
 */
export class SessionLists {
  private readonly sessionOfScope = new Map<number, Session>();
  private readonly withoutSession = new Map<number, OrderedDocuments>();
  private readonly previousDocument = int32Column();
  private readonly nextDocument = int32Column();
  private allWords = 0;

  /**
   * @param inSession the order of documents inside a session
   * @param inTime the order of documents without a session; neither is ever 0 for two different documents
   */
  constructor(
    private readonly inSession: (document: number, other: number) => number,
    private readonly inTime: (document: number, other: number) => number,
  ) {}

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
    if (session === undefined) {
      session = { documents: new OrderedDocuments(this.inSession), words: 0 };
      this.sessionOfScope.set(scope, session);
    }
    this.put(session.documents, document);
    session.words += words;
    this.allWords += words;
  }

  /** Puts a document without a session at its place among those of the same user and agent. */
  insertWithoutSession(scope: number, document: number): void {
    let documents = this.withoutSession.get(scope);
    if (documents === undefined) {
      documents = new OrderedDocuments(this.inTime);
      this.withoutSession.set(scope, documents);
    }
    this.put(documents, document);
  }

  /** Takes a document out of its session. */
  remove(scope: number, document: number, words: number): void {
    const session = this.sessionOfScope.get(scope)!;
    session.words -= words;
    this.allWords -= words;
    this.take(session.documents, document);
    if (session.documents.isEmpty) this.sessionOfScope.delete(scope);
  }

  /** Takes a document out that has no session. */
  removeWithoutSession(scope: number, document: number): void {
    const documents = this.withoutSession.get(scope)!;
    this.take(documents, document);
    if (documents.isEmpty) this.withoutSession.delete(scope);
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
    const lists = this.sessionOfScope.size + this.withoutSession.size;
    return this.previousDocument.bytes + 2 * this.nextDocument.bytes + 120 * lists;
  }

  /** Stores the lists, or gets them back. @param documents how many have a number */
  transfer(state: IndexState, documents: number): void {
    state.column(this.previousDocument, documents);
    state.column(this.nextDocument, documents);
    this.allWords = state.number(this.allWords);
    const sessions = [...this.sessionOfScope];
    const words = state.array(Float64Array.from(sessions, ([, session]) => session.words));
    const inSession = sessions.map(([scope, session]) => [scope, session.documents] as const);
    for (const [place, [scope, all]] of transferLists(state, inSession, this.inSession).entries())
      this.sessionOfScope.set(scope, { documents: all, words: words[place]! });
    for (const [scope, all] of transferLists(state, [...this.withoutSession], this.inTime))
      this.withoutSession.set(scope, all);
  }

  private put(documents: OrderedDocuments, document: number): void {
    const { before, after } = documents.insert(document);
    this.link(before, document);
    this.link(document, after);
  }

  private take(documents: OrderedDocuments, document: number): void {
    documents.remove(document);
    this.link(this.previous(document), this.next(document));
  }

  private link(before: number, after: number): void {
    if (before !== NONE) this.nextDocument.set(before, after);
    if (after !== NONE) this.previousDocument.set(after, before);
  }
}

type ListOfScope = readonly [scope: number, documents: OrderedDocuments];

function transferLists(
  state: IndexState,
  lists: readonly ListOfScope[],
  compare: (document: number, other: number) => number,
): readonly ListOfScope[] {
  const contents = lists.map(([, documents]) => documents.all);
  const scopes = state.array(Uint32Array.from(lists, ([scope]) => scope));
  const lengths = state.array(Uint32Array.from(contents, ({ length }) => length));
  const documents = state.array(Uint32Array.from(contents.flat()));
  if (!state.isReading) return lists;
  let start = 0;
  return Array.from(scopes, (scope, place) => {
    const list = new OrderedDocuments(compare);
    list.fill(documents.subarray(start, (start += lengths[place]!)));
    return [scope, list] as const;
  });
}
