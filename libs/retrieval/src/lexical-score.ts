import { onGrid } from './exact-sum';
import type { NamespaceStore } from './namespace-store';
import type { Neighbourhood } from './neighbourhood';
import { packedCount, packedNumber } from './packed-count';
import { PassageSaturation } from './passage-saturation';
import type { Alternative, PlannedTerm, QueryPlan } from './query-plan';
import type { RankingConstants } from './ranking-constants';
import { SessionScores } from './session-scores';
import { TurnWorths } from './turn-worths';
import type { Workspace } from './workspace';

/**
 * The lexical score: for every word of the question BM25 of a turn's best passage, with what neighbours lend, capped at a fully saturated
 * occurrence; then a share of the session's own BM25. A walk over the postings finds the turns that have words of the question; the score
 * itself is worked out for single turns.
 */
export class LexicalScore {
  /** Rarest first. */
  private readonly terms: readonly PlannedTerm[];
  private readonly saturation: PassageSaturation;
  private readonly sessions: SessionScores;
  private readonly worths: TurnWorths;
  /** Per term: what the turn at hand and its neighbours have of it. */
  private readonly own: Float64Array;
  private readonly lent: Float64Array;
  private walkedAll = true;

  constructor(
    private readonly store: NamespaceStore,
    private readonly plan: QueryPlan,
    private readonly neighbourhood: Neighbourhood,
    constants: RankingConstants,
    private readonly workspace: Workspace,
  ) {
    const postings = new Map(plan.terms.map((term) => [term, this.postingsOf(term)]));
    this.terms = [...plan.terms].sort((a, b) => postings.get(a)! - postings.get(b)!);
    this.saturation = new PassageSaturation(constants.passage, store.meanPassageLength);
    this.sessions = new SessionScores(store, constants, workspace);
    this.worths = new TurnWorths(store, this.terms, this.saturation, workspace);
    this.own = new Float64Array(this.terms.length);
    this.lent = new Float64Array(this.terms.length);
  }

  /**
   * Adds up the worth of every turn's own words, rarest word first, in `workspace.own`. Words beyond the budget of postings are left out
   * there and in the scores of sessions.
   *
   * @param budget how many postings may be read; the first word is read in any case
   */
  walk(budget: number): void {
    let cost = 0;
    for (const term of this.terms) {
      const postings = this.postingsOf(term);
      cost += postings;
      if (cost > budget && cost > postings) this.walkedAll = false;
      else this.walkTerm(term);
    }
  }

  /** The score of a turn as the share of the question that it covers, about 0 to 1. To be asked after the walk. */
  coverage(turn: number): number {
    const { own, lent, plan, terms } = this;
    if (plan.fullCoverage === 0) return 0;
    own.fill(0);
    lent.fill(0);
    let found = this.addWorths(turn, 1, own);
    const neighbours = this.neighbourhood.gather(turn);
    for (let i = 0; i < neighbours; i++) {
      const lends = this.addWorths(this.neighbourhood.turns[i]!, this.neighbourhood.shares[i]!, lent);
      found = lends || found;
    }
    if (!found) return 0;
    let score = 0;
    for (let i = 0; i < terms.length; i++) {
      score += terms[i]!.count * Math.min(terms[i]!.cap, own[i]! + lent[i]!);
    }
    return (score + this.sessions.share(turn)) / plan.fullCoverage;
  }

  /** To be called when all is asked. */
  release(): void {
    this.worths.release(this.terms);
  }

  /** Adds a share of what each term is worth in a turn. @returns whether it has any */
  private addWorths(turn: number, share: number, sums: Float64Array): boolean {
    if (this.walkedAll && this.workspace.own[turn] === 0) return false;
    const { worths } = this;
    const row = worths.rowOf(turn);
    const end = worths.start(row + 1);
    for (let i = worths.start(row); i < end; i++) {
      const worth = worths.worths[i]!;
      // Sums of what several neighbours lend must not depend on their order.
      sums[worths.planned[i]!]! += share === 1 ? worth : onGrid(share * worth);
    }
    return end > worths.start(row);
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
      this.takeBestPassages(postings, alternative, hits);
      if (alternative.term === term.exact) this.sessions.addTerm(postings, term.count);
    }
    const { value } = this.workspace;
    for (const turn of hits) {
      this.workspace.addOwn(turn, term.count * Math.min(term.cap, value[turn]!));
      value[turn] = 0;
    }
  }

  private takeBestPassages(postings: Uint32Array, { height }: Alternative, hits: number[]): void {
    const { saturation, store } = this;
    const { value } = this.workspace;
    const { lengths, turnOf } = store.passages;
    const live = store.turns.live.values;
    for (const posting of postings) {
      const passage = packedNumber(posting);
      const turn = turnOf[passage]!;
      if (live[turn] === 0) continue;
      const worth = height * saturation.of(packedCount(posting), lengths[passage]!);
      if (value[turn] === 0) hits.push(turn);
      if (worth > value[turn]!) value[turn] = worth;
    }
  }
}
