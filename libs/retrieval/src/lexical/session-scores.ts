import { inverseDocumentFrequency, saturation } from './bm25';
import type { Collection } from '../ranking/collection';
import type { NamespaceStore } from '../index/namespace-store';
import { packedCount, packedNumber } from '../index/packed-count';
import type { RankingConstants } from '../ranking/ranking-constants';
import type { Workspace } from '../ranking/workspace';

/** The sessions that contain a term, and how often. */
interface Found {
  readonly questionCount: number;
  readonly scopes: readonly number[];
  readonly counts: readonly number[];
}

/** BM25 of whole sessions. Each memory of a session with a lexical hit receives a share of it. */
export class SessionScores {
  /** By the place of the term. */
  private readonly found: (Found | undefined)[] = [];

  constructor(
    private readonly store: NamespaceStore,
    private readonly constants: RankingConstants,
    private readonly workspace: Workspace,
  ) {}

  /**
   * Finds the sessions that contain a term.
   *
   * @param place of the term
   * @param postings of the very word
   * @param questionCount how often the question has it
   */
  addTerm(place: number, postings: Uint32Array, questionCount: number): void {
    if (this.store.sessions.sessionCount === 0) return;
    const { occurrences } = this.workspace;
    const scopes = this.countOccurrences(postings);
    const counts = scopes.map((scope) => occurrences[scope]!);
    for (const scope of scopes) occurrences[scope] = 0;
    this.found[place] = { questionCount, scopes, counts };
  }

  /** How many sessions contain the term of a place. */
  frequency(place: number): number {
    return this.found[place]?.scopes.length ?? 0;
  }

  /**
   * Scores the sessions. Call it once, after the last term.
   *
   * @param sessions of the collection
   * @param frequency how many of them contain the term of a place
   */
  score(sessions: Collection['sessions'], frequency: (place: number) => number): void {
    const { sessionScore } = this.workspace;
    const meanLength = sessions.totalWords / sessions.sessionCount;
    for (const [place, found] of this.found.entries()) {
      if (!found) continue;
      const { questionCount, scopes, counts } = found;
      const idf = inverseDocumentFrequency(sessions.sessionCount, frequency(place));
      for (const [i, scope] of scopes.entries()) {
        const relativeLength = this.store.sessions.words(scope) / meanLength;
        const termScore = saturation(this.constants.session, counts[i]!, relativeLength);
        sessionScore[scope]! += questionCount * idf * termScore;
      }
    }
  }

  /** The share of the session's score that a document receives. */
  share(document: number): number {
    return (
      this.constants.sessionShare * this.workspace.sessionScore[this.store.documents.scope.values[document]!]!
    );
  }

  private countOccurrences(postings: Uint32Array): number[] {
    const { occurrences } = this.workspace;
    const { passages, scopes, documents } = this.store;
    const { documentOf } = passages;
    const live = documents.live.values;
    const scopeOf = documents.scope.values;
    const hasSession = scopes.hasSession.values;
    const found: number[] = [];
    for (const posting of postings) {
      const document = documentOf[packedNumber(posting)]!;
      const scope = scopeOf[document]!;
      if (live[document] === 0 || hasSession[scope] === 0) continue;
      if (occurrences[scope] === 0) found.push(scope);
      occurrences[scope]! += packedCount(posting);
    }
    return found;
  }
}
