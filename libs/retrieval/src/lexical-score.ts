import { inverseDocumentFrequency, saturation } from './bm25';
import { onGrid } from './exact-sum';
import type { NamespaceStore } from './namespace-store';
import type { Neighbourhood } from './neighbourhood';
import { packedCount, packedNumber } from './packed-count';
import type { PlannedTerm, QueryPlan } from './query-plan';
import type { RankingConstants } from './ranking-constants';
import type { Selection } from './selection';
import type { Workspace } from './workspace';

const PASSAGE_LENGTHS = 256;

/**
 * The lexical score: for every word of the question BM25 of a turn's best passage, with what neighbours lend, capped
 * at a fully saturated occurrence; then a share of the session's own BM25.
 */
export class LexicalScore {
  /** Turns with a score, in no particular order. */
  readonly touched: number[] = [];
  private readonly liveSessionWords = new Map<number, number>();
  private readonly relativeLengths: Float64Array;
  private readonly deferred: PlannedTerm[] = [];

  constructor(
    private readonly store: NamespaceStore,
    private readonly plan: QueryPlan,
    private readonly live: Selection,
    private readonly neighbourhood: Neighbourhood,
    private readonly constants: RankingConstants,
    private readonly workspace: Workspace,
  ) {
    const mean = store.meanPassageLength || 1;
    this.relativeLengths = Float64Array.from({ length: PASSAGE_LENGTHS }, (_, length) => length / mean);
  }

  /**
   * Scores all turns. Words are walked rarest first; those beyond the budget of postings are left to `completeTurn`.
   *
   * @param budget how many postings may be read; the first word is read in any case
   */
  walk(budget: number): void {
    let cost = 0;
    const terms = this.plan.terms.map((term) => ({ term, postings: this.postingsOf(term) }));
    for (const { term, postings } of terms.sort((a, b) => a.postings - b.postings)) {
      cost += postings;
      if (cost > budget && cost > postings) this.deferred.push(term);
      else this.walkTerm(term);
    }
    this.addSessionShares();
  }

  /**
   * Adds the words that were left out to the score of one turn, except for what they would add to its session's.
   * To be called once per turn.
   */
  completeTurn(turn: number): void {
    const { lexical } = this.workspace;
    const before = lexical[turn]!;
    for (const term of this.deferred) {
      let worth = this.worthIn(turn, term);
      this.neighbourhood.forEach(turn, (neighbour, share) => {
        worth += onGrid(share * this.worthIn(neighbour, term));
      });
      lexical[turn]! += term.count * Math.min(term.cap, worth);
    }
    if (before === 0 && lexical[turn]! > 0) lexical[turn]! += this.sessionShare(turn);
  }

  /** The score of a turn as the share of the question that it covers, about 0 to 1. */
  coverage(turn: number): number {
    return this.plan.fullCoverage === 0 ? 0 : this.workspace.lexical[turn]! / this.plan.fullCoverage;
  }

  private postingsOf(term: PlannedTerm): number {
    return term.alternatives.reduce(
      (sum, { term: number }) => sum + this.store.vocabulary.documentFrequency(number),
      0,
    );
  }

  private walkTerm(term: PlannedTerm): void {
    const hits: number[] = [];
    for (const alternative of term.alternatives) {
      const postings = this.store.postings.read(alternative.term);
      this.takeBestPassages(postings, alternative.height, hits);
      if (alternative.term === term.exact) this.scoreSessions(postings, term.count);
    }
    this.lendAndAdd(term, hits);
  }

  private takeBestPassages(postings: Uint32Array, height: number, hits: number[]): void {
    const { value } = this.workspace;
    const { turnOf, lengths } = this.store.passages;
    const { passage } = this.constants;
    for (const posting of postings) {
      const number = packedNumber(posting);
      const turn = turnOf[number]!;
      if (this.live[turn] === 0) continue;
      const worth =
        height * saturation(passage, packedCount(posting), this.relativeLengths[lengths[number]!]!);
      if (value[turn] === 0) hits.push(turn);
      if (worth > value[turn]!) value[turn] = worth;
    }
  }

  private lendAndAdd(term: PlannedTerm, hits: readonly number[]): void {
    const { lexical, value, lent } = this.workspace;
    const receivers: number[] = [];
    let worth = 0;
    const lend = (neighbour: number, share: number): void => {
      if (value[neighbour] === 0 && lent[neighbour] === 0) receivers.push(neighbour);
      lent[neighbour]! += onGrid(share * worth);
    };
    for (const turn of hits) {
      worth = value[turn]!;
      this.neighbourhood.forEach(turn, lend);
    }
    for (const turns of [hits, receivers]) {
      for (const turn of turns) {
        if (lexical[turn] === 0) this.touched.push(turn);
        lexical[turn]! += term.count * Math.min(term.cap, value[turn]! + lent[turn]!);
        value[turn] = 0;
        lent[turn] = 0;
      }
    }
  }

  private scoreSessions(postings: Uint32Array, questionCount: number): void {
    const { occurrences, occurs, sessionScore } = this.workspace;
    const { passages, scopes, sessions, turns } = this.store;
    const found: number[] = [];
    for (const posting of postings) {
      const turn = passages.turnOf[packedNumber(posting)]!;
      const scope = turns.scope.values[turn]!;
      if (!this.store.isLive(turn) || scopes.scope(scope).sessionId === null) continue;
      if (occurs[scope] === 0) found.push(scope);
      occurs[scope] = 1;
      if (this.live[turn] === 1) occurrences[scope]! += packedCount(posting);
    }
    const idf = inverseDocumentFrequency(sessions.sessionCount, found.length);
    for (const scope of found) {
      const count = occurrences[scope]!;
      if (count > 0) {
        const worth = saturation(this.constants.session, count, this.relativeSessionLength(scope));
        sessionScore[scope]! += questionCount * idf * worth;
      }
      occurrences[scope] = 0;
      occurs[scope] = 0;
    }
  }

  private relativeSessionLength(scope: number): number {
    const { sessions, turns } = this.store;
    let words = this.liveSessionWords.get(scope);
    if (words === undefined) {
      words = 0;
      for (const turn of sessions.turns(scope)) if (this.live[turn] === 1) words += turns.words.values[turn]!;
      this.liveSessionWords.set(scope, words);
    }
    return words / (sessions.totalWords / sessions.sessionCount);
  }

  private addSessionShares(): void {
    for (const turn of this.touched) this.workspace.lexical[turn]! += this.sessionShare(turn);
  }

  private sessionShare(turn: number): number {
    return this.constants.sessionShare * this.workspace.sessionScore[this.store.turns.scope.values[turn]!]!;
  }

  /** What a term is worth in a turn by the turn's own words; reads the turn instead of the postings. */
  private worthIn(turn: number, term: PlannedTerm): number {
    let best = 0;
    for (const passage of this.store.passagesOf(turn)) {
      const relativeLength = this.relativeLengths[this.store.passages.lengths[passage]!]!;
      for (const { term: number, height } of term.alternatives) {
        const count = this.store.countIn(passage, number);
        if (count > 0)
          best = Math.max(best, height * saturation(this.constants.passage, count, relativeLength));
      }
    }
    return best;
  }
}
