/** Scratch arrays of a query, indexed by turn, by scope or by term. They grow to the largest namespace and are reused. */
export class Workspace {
  /** Per turn: the worth of its own words. Written through `touched`. */
  own = new Float64Array(0);
  /** The turns whose `own` is above 0, in no particular order; as many as `touchedCount`. */
  touched = new Uint32Array(0);
  touchedCount = 0;
  /** Per turn: what the term at hand is worth there. Zero again after each term. */
  value = new Float64Array(0);
  /** Per turn: where its worths term by term lie, plus 1; 0 where they are not known yet. */
  worthRow = new Uint32Array(0);
  /** Per turn: cosine to the question, NaN if not known yet. */
  similarity = new Float64Array(0);
  /** Per passage: distance between its sign code and that of the question. */
  distances = new Uint8Array(0);
  /** Per scope: occurrences of the term at hand, and the session's score. */
  occurrences = new Uint32Array(0);
  sessionScore = new Float64Array(0);
  /** Per term of the namespace: its place in the question, plus 1; 0 for all others. Whoever writes it clears it. */
  placeOfTerm = new Uint32Array(0);

  /** Turns whose `worthRow` or `similarity` were written: these are cleared, not the whole arrays. */
  private readonly visited: number[] = [];
  private finished = false;

  /** Makes room and clears what the last query left. */
  prepare(turns: number, passages: number, scopes: number, terms: number): void {
    const fits = turns <= this.own.length && this.finished;
    if (turns > this.own.length) this.makeRoomForTurns(Math.ceil(1.5 * turns));
    if (passages > this.distances.length) this.distances = new Uint8Array(Math.ceil(1.5 * passages));
    if (scopes > this.sessionScore.length) {
      this.occurrences = new Uint32Array(Math.ceil(1.5 * scopes));
      this.sessionScore = new Float64Array(Math.ceil(1.5 * scopes));
    }
    if (terms > this.placeOfTerm.length) this.placeOfTerm = new Uint32Array(Math.ceil(1.5 * terms));
    if (fits) this.clearVisited();
    else this.clearAll();
    this.sessionScore.fill(0, 0, scopes);
    this.touchedCount = 0;
    this.visited.length = 0;
    this.finished = false;
  }

  /** Says that the query came to its end, so that only what it noted has to be cleared. */
  finish(): void {
    this.finished = true;
  }

  /** Adds to the worth of a turn's own words. */
  addOwn(turn: number, worth: number): void {
    if (this.own[turn] === 0) this.touched[this.touchedCount++] = turn;
    this.own[turn]! += worth;
  }

  /** Notes that something was written for a turn. */
  visit(turn: number): void {
    this.visited.push(turn);
  }

  private makeRoomForTurns(length: number): void {
    this.own = new Float64Array(length);
    this.touched = new Uint32Array(length);
    this.value = new Float64Array(length);
    this.worthRow = new Uint32Array(length);
    this.similarity = new Float64Array(length);
  }

  private clearVisited(): void {
    for (let i = 0; i < this.touchedCount; i++) this.own[this.touched[i]!] = 0;
    for (const turn of this.visited) {
      this.worthRow[turn] = 0;
      this.similarity[turn] = NaN;
    }
  }

  /** After growth, or after a query that was broken off. */
  private clearAll(): void {
    for (const array of [this.own, this.value, this.worthRow, this.occurrences, this.placeOfTerm])
      array.fill(0);
    this.similarity.fill(NaN);
  }
}
