/** Scratch arrays of a query, indexed by document, by scope or by term. They grow to the largest namespace and are reused. */
export class Workspace {
  /** Per document: the sum of its own term scores. Written through `touched`. */
  ownScore = new Float64Array(0);
  /** The documents whose `ownScore` is above 0, in no particular order; as many as `touchedCount`. */
  touched = new Uint32Array(0);
  touchedCount = 0;
  /** Per document: the score of the current term. Zero again after each term. */
  value = new Float64Array(0);
  /** Per document: the row of its term scores, plus 1; 0 if they are not known yet. */
  termScoreRow = new Uint32Array(0);
  /** Per document: cosine to the question, NaN if not known yet. */
  similarity = new Float64Array(0);
  /** Per document: what its similarity exceeds the mean by, where all are measured. */
  excess = new Float64Array(0);
  /** Per document: no less than its score, or 0 once the score is known. The writer needs it for candidates only. */
  mostScore = new Float64Array(0);
  /** Per passage: dot product with the question, where all are measured. */
  dots = new Float64Array(0);
  /** Per passage: distance between its sign code and that of the question. */
  distances = new Uint8Array(0);
  /** Per scope: occurrences of the current term, and the session's score. */
  occurrences = new Uint32Array(0);
  sessionScore = new Float64Array(0);
  /** Per term of the namespace: its place in the question, plus 1; 0 for all others. The writer clears it. */
  placeOfTerm = new Uint32Array(0);

  /** Documents whose `termScoreRow` or `similarity` were written: these are cleared, not the whole arrays. */
  private readonly visited: number[] = [];
  /** So many of the first documents count as visited too. */
  private visitedUpTo = 0;
  private finished = false;

  /** Makes room and clears what the last query left. */
  prepare(documents: number, passages: number, scopes: number, terms: number): void {
    const fits = documents <= this.ownScore.length && this.finished;
    if (documents > this.ownScore.length) this.makeRoomForDocuments(Math.ceil(1.5 * documents));
    if (passages > this.distances.length) {
      this.distances = new Uint8Array(Math.ceil(1.5 * passages));
      this.dots = new Float64Array(Math.ceil(1.5 * passages));
    }
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
    this.visitedUpTo = 0;
    this.finished = false;
  }

  /** Marks the query as complete, so that the next one clears only what this one wrote. */
  finish(): void {
    this.finished = true;
  }

  /** Adds to the own score of a document. */
  addOwnScore(document: number, score: number): void {
    if (this.ownScore[document] === 0) this.touched[this.touchedCount++] = document;
    this.ownScore[document]! += score;
  }

  /** Notes that something was written for a document. */
  visit(document: number): void {
    this.visited.push(document);
  }

  /** Notes that something was written for each of the first documents. */
  visitAll(documents: number): void {
    this.visitedUpTo = documents;
  }

  private makeRoomForDocuments(length: number): void {
    this.ownScore = new Float64Array(length);
    this.touched = new Uint32Array(length);
    this.value = new Float64Array(length);
    this.termScoreRow = new Uint32Array(length);
    this.similarity = new Float64Array(length);
    this.excess = new Float64Array(length);
    this.mostScore = new Float64Array(length);
  }

  private clearVisited(): void {
    for (let i = 0; i < this.touchedCount; i++) this.ownScore[this.touched[i]!] = 0;
    for (const document of this.visited) {
      this.termScoreRow[document] = 0;
      this.similarity[document] = NaN;
    }
    this.similarity.fill(NaN, 0, this.visitedUpTo);
  }

  /** After growth, or after a query that failed. */
  private clearAll(): void {
    for (const array of [this.ownScore, this.value, this.termScoreRow, this.occurrences, this.placeOfTerm])
      array.fill(0);
    this.similarity.fill(NaN);
  }
}
