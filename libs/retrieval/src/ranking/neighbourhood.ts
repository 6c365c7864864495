import type { NamespaceStore } from '../index/namespace-store';
import type { NeighbourConstants } from './ranking-constants';

/**
 * The documents next to a document in its session, as far as they contribute to its score (context expansion). Removed documents are in no
 * session. A document that nobody gave a session has an inferred one: what the same user and agent stored shortly before and after it, and
 * of about the same time. That is a guess, so its neighbours contribute less.
 */
export class Neighbourhood {
  /** The neighbours that `gather` found, and the share of its score that each contributes. */
  readonly documents: number[] = [];
  readonly shares: number[] = [];
  /** Share at each distance; index 0 is a distance of one step. */
  private readonly given: readonly number[];
  private readonly inferred: readonly number[];
  private readonly pause: number;
  private gathered = -1;
  private count = 0;

  constructor(
    private readonly store: NamespaceStore,
    { reach, share, decay, inferred }: NeighbourConstants,
  ) {
    this.given = Array.from({ length: reach }, (_, step) => share * decay ** step);
    this.inferred = this.given.map((each) => inferred.weight * each);
    this.pause = inferred.pauseMs;
  }

  /** Finds the neighbours of a document: those before, nearest first, then those after. @returns how many there are */
  gather(document: number): number {
    if (document !== this.gathered) {
      this.count = this.store.hasSession(document)
        ? this.gatherGiven(document)
        : this.gatherInferred(document);
      this.gathered = document;
    }
    return this.count;
  }

  private gatherGiven(document: number): number {
    const { sessions } = this.store;
    let count = 0;
    let before = document;
    for (let step = 0; step < this.given.length && (before = sessions.previous(before)) >= 0; step++)
      this.put(count++, before, this.given[step]!);
    let after = document;
    for (let step = 0; step < this.given.length && (after = sessions.next(after)) >= 0; step++)
      this.put(count++, after, this.given[step]!);
    return count;
  }

  private gatherInferred(document: number): number {
    const { sessions } = this.store;
    let count = 0;
    let [here, before] = [document, sessions.previous(document)];
    for (let step = 0; step < this.inferred.length && this.isNear(here, before); step++) {
      this.put(count++, before, this.inferred[step]!);
      [here, before] = [before, sessions.previous(before)];
    }
    let after = sessions.next((here = document));
    for (let step = 0; step < this.inferred.length && this.isNear(here, after); step++) {
      this.put(count++, after, this.inferred[step]!);
      [here, after] = [after, sessions.next(after)];
    }
    return count;
  }

  /** Whether there is another one, and no pause between the two: neither in what they tell nor in when they were stored. */
  private isNear(document: number, other: number): boolean {
    if (other < 0) return false;
    const { documents } = this.store;
    const { createdAt } = documents;
    return (
      Math.abs(documents.time(document) - documents.time(other)) <= this.pause &&
      Math.abs(createdAt.values[document]! - createdAt.values[other]!) <= this.pause
    );
  }

  private put(index: number, document: number, share: number): void {
    this.documents[index] = document;
    this.shares[index] = share;
  }
}
