import { int32Column } from './column';

const NONE = -1;

interface Session {
  readonly turns: number[];
  words: number;
}

/**
 * The turns of every session in order, as a sorted list for finding a place and as links for walking. Turns of
 * one session need not be stored next to each other, and may come in any order.
 */
export class SessionLists {
  private readonly sessionOfScope = new Map<number, Session>();
  private readonly previousTurn = int32Column();
  private readonly nextTurn = int32Column();
  private allWords = 0;

  /** @param compare the order of turns inside a session; never 0 for two different turns */
  constructor(private readonly compare: (turn: number, other: number) => number) {}

  /** How many sessions have turns. */
  get sessionCount(): number {
    return this.sessionOfScope.size;
  }

  /** Words of all sessions together, stop words left out. */
  get totalWords(): number {
    return this.allWords;
  }

  /** Puts a turn at its place in a session. */
  insert(scope: number, turn: number, words: number): void {
    let session = this.sessionOfScope.get(scope);
    if (session === undefined) this.sessionOfScope.set(scope, (session = { turns: [], words: 0 }));
    const { turns } = session;
    const place = this.placeOf(turns, turn);
    turns.splice(place, 0, turn);
    this.link(turns[place - 1] ?? NONE, turn);
    this.link(turn, turns[place + 1] ?? NONE);
    session.words += words;
    this.allWords += words;
  }

  /** Gives a turn without a session no neighbours. */
  insertAlone(turn: number): void {
    this.link(NONE, turn);
    this.link(turn, NONE);
  }

  /** Takes a turn out of its session. */
  remove(scope: number, turn: number, words: number): void {
    const session = this.sessionOfScope.get(scope)!;
    session.turns.splice(this.placeOf(session.turns, turn), 1);
    this.link(this.previous(turn), this.next(turn));
    session.words -= words;
    this.allWords -= words;
    if (session.turns.length === 0) this.sessionOfScope.delete(scope);
  }

  /** The turn before, or -1. */
  previous(turn: number): number {
    return this.previousTurn.values[turn]!;
  }

  /** The turn after, or -1. */
  next(turn: number): number {
    return this.nextTurn.values[turn]!;
  }

  /** Words of a session, stop words left out. */
  words(scope: number): number {
    return this.sessionOfScope.get(scope)?.words ?? 0;
  }

  /** Memory held, in bytes; a session is taken as 120 beside its turns. */
  get bytes(): number {
    return this.previousTurn.bytes + 2 * this.nextTurn.bytes + 120 * this.sessionOfScope.size;
  }

  private placeOf(turns: readonly number[], turn: number): number {
    let low = 0;
    let high = turns.length;
    if (high > 0 && this.compare(turns[high - 1]!, turn) < 0) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (turns[middle] !== turn && this.compare(turns[middle]!, turn) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private link(before: number, after: number): void {
    if (before !== NONE) this.nextTurn.set(before, after);
    if (after !== NONE) this.previousTurn.set(after, before);
  }
}
