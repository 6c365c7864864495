/** Scratch arrays of a query, indexed by turn or by scope. They grow to the largest namespace and are reused. */
export class Workspace {
  /** Per turn: the lexical score. */
  lexical = new Float64Array(0);
  /** Per turn: what the term at hand is worth there, and what neighbours lend of it. Zero again after each term. */
  value = new Float64Array(0);
  lent = new Float64Array(0);
  /** Per turn: cosine to the question, NaN if not known yet. */
  similarity = new Float64Array(0);
  /** Per scope: occurrences of the term at hand, whether it occurs, and the session's score. */
  occurrences = new Uint32Array(0);
  occurs = new Uint8Array(0);
  sessionScore = new Float64Array(0);

  /** Makes room and clears everything that the last query left. */
  prepare(turns: number, scopes: number): void {
    if (this.lexical.length < turns) {
      const length = Math.ceil(1.5 * turns);
      this.lexical = new Float64Array(length);
      this.value = new Float64Array(length);
      this.lent = new Float64Array(length);
      this.similarity = new Float64Array(length);
    }
    if (this.occurs.length < scopes) {
      const length = Math.ceil(1.5 * scopes);
      this.occurrences = new Uint32Array(length);
      this.occurs = new Uint8Array(length);
      this.sessionScore = new Float64Array(length);
    }
    for (const scores of [this.lexical, this.value, this.lent]) scores.fill(0, 0, turns);
    this.similarity.fill(NaN, 0, turns);
    for (const counts of [this.occurrences, this.occurs, this.sessionScore]) counts.fill(0, 0, scopes);
  }
}
