import type { RankingConstants } from './ranking-constants';
import type { SessionLists } from './session-lists';

/** The turns next to a turn in its session, as far as they lend to each other. Removed turns are in no session. */
export class Neighbourhood {
  /** The neighbours that `gather` found, and the share that each lends and borrows at its index. */
  readonly turns: number[] = [];
  readonly shares: number[] = [];
  /** Share at each distance; index 0 is a distance of one step. */
  private readonly shareAt: readonly number[];

  constructor(
    private readonly sessions: SessionLists,
    { reach, share, decay }: RankingConstants['neighbours'],
  ) {
    this.shareAt = Array.from({ length: reach }, (_, step) => share * decay ** step);
  }

  /** Finds the neighbours of a turn: those before, nearest first, then those after. @returns how many there are */
  gather(turn: number): number {
    const { sessions, shareAt } = this;
    let count = 0;
    let before = turn;
    for (let step = 0; step < shareAt.length && (before = sessions.previous(before)) >= 0; step++)
      this.put(count++, before, shareAt[step]!);
    let after = turn;
    for (let step = 0; step < shareAt.length && (after = sessions.next(after)) >= 0; step++)
      this.put(count++, after, shareAt[step]!);
    return count;
  }

  private put(index: number, turn: number, share: number): void {
    this.turns[index] = turn;
    this.shares[index] = share;
  }
}
