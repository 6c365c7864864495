import type { RankingConstants } from './ranking-constants';
import type { Selection } from './selection';
import type { SessionLists } from './session-lists';

/** The turns next to a turn in its session, as far as they lend to each other and are there. */
export class Neighbourhood {
  /** Share that a turn lends at each distance; index 0 is a distance of one step. */
  readonly shares: readonly number[];

  constructor(
    private readonly sessions: SessionLists,
    private readonly live: Selection,
    { reach, share, decay }: RankingConstants['neighbours'],
  ) {
    this.shares = Array.from({ length: reach }, (_, step) => share * decay ** step);
  }

  /** Calls back for every neighbour with its share: those before, nearest first, then those after. */
  forEach(turn: number, visit: (neighbour: number, share: number) => void): void {
    let before = turn;
    for (const share of this.shares) {
      before = this.previous(before);
      if (before < 0) break;
      visit(before, share);
    }
    let after = turn;
    for (const share of this.shares) {
      after = this.next(after);
      if (after < 0) break;
      visit(after, share);
    }
  }

  private previous(turn: number): number {
    let previous = this.sessions.previous(turn);
    while (previous >= 0 && this.live[previous] === 0) previous = this.sessions.previous(previous);
    return previous;
  }

  private next(turn: number): number {
    let next = this.sessions.next(turn);
    while (next >= 0 && this.live[next] === 0) next = this.sessions.next(next);
    return next;
  }
}
