import { inverseDocumentFrequency, saturation } from './bm25';
import type { NamespaceStore } from '../index/namespace-store';
import { packedCount, packedNumber } from '../index/packed-count';
import type { RankingConstants } from '../ranking/ranking-constants';
import type { Workspace } from '../ranking/workspace';

/** BM25 of whole sessions, of which each of their memories with a lexical hit receives a share. */
export class SessionScores {
  constructor(
    private readonly store: NamespaceStore,
    private readonly constants: RankingConstants,
    private readonly workspace: Workspace,
  ) {}

  /**
   * Adds the score of a term to the sessions that contain it.
   *
   * @param postings of the very word
   * @param questionCount how often the question has it
   */
  addTerm(postings: Uint32Array, questionCount: number): void {
    const { sessions } = this.store;
    if (sessions.sessionCount === 0) return;
    const { occurrences, sessionScore } = this.workspace;
    const found = this.countOccurrences(postings);
    const idf = inverseDocumentFrequency(sessions.sessionCount, found.length);
    const meanLength = sessions.totalWords / sessions.sessionCount;
    for (const scope of found) {
      const relativeLength = sessions.words(scope) / meanLength;
      const termScore = saturation(this.constants.session, occurrences[scope]!, relativeLength);
      sessionScore[scope]! += questionCount * idf * termScore;
      occurrences[scope] = 0;
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
