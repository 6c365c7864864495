import type { RankingConstants } from './ranking-constants';
import type { SessionLists } from '../index/session-lists';

/** The documents next to a document in its session, as far as they contribute to its score (context expansion). Removed documents are in no session. */
export class Neighbourhood {
  /** The neighbours that `gather` found, and the share of its score that each contributes. */
  readonly documents: number[] = [];
  readonly shares: number[] = [];
  /** Share at each distance; index 0 is a distance of one step. */
  private readonly shareAt: readonly number[];

  constructor(
    private readonly sessions: SessionLists,
    { reach, share, decay }: RankingConstants['neighbours'],
  ) {
    this.shareAt = Array.from({ length: reach }, (_, step) => share * decay ** step);
  }

  /** Finds the neighbours of a document: those before, nearest first, then those after. @returns how many there are */
  gather(document: number): number {
    const { sessions, shareAt } = this;
    let count = 0;
    let before = document;
    for (let step = 0; step < shareAt.length && (before = sessions.previous(before)) >= 0; step++)
      this.put(count++, before, shareAt[step]!);
    let after = document;
    for (let step = 0; step < shareAt.length && (after = sessions.next(after)) >= 0; step++)
      this.put(count++, after, shareAt[step]!);
    return count;
  }

  private put(index: number, document: number, share: number): void {
    this.documents[index] = document;
    this.shares[index] = share;
  }
}
