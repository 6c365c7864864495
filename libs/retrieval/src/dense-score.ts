import { onGrid } from './exact-sum';
import type { NamespaceStore } from './namespace-store';
import type { Neighbourhood } from './neighbourhood';
import { CODE_WORDS, writeSignCode } from './sign-code';
import { NOT_TO_BE_TAKEN, smallestDistances } from './smallest-distances';
import { type Selection, selectLive } from './selection';
import { quantise } from './static-encoder';
import { inverseLength } from './vector-store';
import type { Workspace } from './workspace';

/**
 * The dense score: how much closer in meaning to the question a turn's best passage is than the namespace's mean,
 * with what neighbours lend. Cosines are never compared to a fixed threshold: their level differs between questions.
 */
export class DenseScore {
  private readonly question: Int8Array;
  private readonly inverseLength: number;
  private mean: number;

  /** @param question the unit vector of the question, or the zero vector */
  constructor(
    question: Float64Array,
    private readonly store: NamespaceStore,
    private readonly neighbourhood: Neighbourhood,
    private readonly workspace: Workspace,
  ) {
    this.question = quantise(question);
    this.inverseLength = inverseLength(this.question);
    this.mean = store.vectors.meanDot(this.question) * this.inverseLength;
  }

  /** Measures every turn and takes the mean over turns; until then it is the mean over passages. */
  measureAll(): void {
    let sum = 0;
    for (let turn = 0; turn < this.store.turnCount; turn++) {
      if (this.store.isLive(turn)) sum += onGrid(this.similarity(turn));
    }
    this.mean = sum / Math.max(1, this.store.liveCount);
  }

  /** Cosine between the question and the turn's best passage. */
  similarity(turn: number): number {
    const known = this.workspace.similarity[turn]!;
    if (!Number.isNaN(known)) return known;
    const first = this.store.turns.firstPassage.values[turn]!;
    const count = this.store.turns.passageCount.values[turn]!;
    let best = count === 0 ? 0 : -Infinity;
    for (let passage = first; passage < first + count; passage++) {
      best = Math.max(best, this.store.vectors.dot(passage, this.question) * this.inverseLength);
    }
    this.workspace.similarity[turn] = best;
    this.workspace.visit(turn);
    return best;
  }

  /** What the turn and its neighbours have above the mean; at least 0. */
  score(turn: number): number {
    const { neighbourhood } = this;
    let score = this.excess(turn);
    const neighbours = neighbourhood.gather(turn);
    for (let i = 0; i < neighbours; i++)
      score += neighbourhood.shares[i]! * this.excess(neighbourhood.turns[i]!);
    return score;
  }

  /** The selected turns that the codes of their passages place next to the question; up to `limit` passages. */
  closestByCode(selection: Selection, limit: number): Set<number> {
    const { turnOf, count } = this.store.passages;
    const { distances } = this.workspace;
    const code = new Uint32Array(CODE_WORDS);
    writeSignCode(this.question, code, 0);
    this.store.vectors.writeDistances(code, count, distances);
    if (!this.admitsAll(selection)) {
      for (let passage = 0; passage < count; passage++) {
        if (selection[turnOf[passage]!] === 0) distances[passage] = NOT_TO_BE_TAKEN;
      }
    }
    const { turns } = this.store;
    const compare = (a: number, b: number) => {
      const [turn, other] = [turnOf[a]!, turnOf[b]!];
      return turn === other ? a - b : turns.compareByArrival(turn, other);
    };
    const closest = smallestDistances(distances, count, limit, compare);
    return new Set(closest.map((passage) => turnOf[passage]!));
  }

  /** Whether a selection holds every turn that has a number, so that none has to be looked at. */
  private admitsAll(selection: Selection): boolean {
    return selection === selectLive(this.store) && this.store.liveCount === this.store.turnCount;
  }

  private excess(turn: number): number {
    return Math.max(0, this.similarity(turn) - this.mean);
  }
}
