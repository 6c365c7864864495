import { inverseDocumentFrequency, saturation } from './bm25';
import type { NamespaceStore } from './namespace-store';
import { packedCount, packedNumber } from './packed-count';
import type { RankingConstants } from './ranking-constants';
import type { Workspace } from './workspace';

/** BM25 of whole sessions, of which each of their memories with a lexical hit receives a share. */
export class SessionScores {
  constructor(
    private readonly store: NamespaceStore,
    private readonly constants: RankingConstants,
    private readonly workspace: Workspace,
  ) {}

  /**
   * Adds what a word is worth to the sessions that have it.
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
      const worth = saturation(this.constants.session, occurrences[scope]!, relativeLength);
      sessionScore[scope]! += questionCount * idf * worth;
      occurrences[scope] = 0;
    }
  }

  /** What a turn receives of its session's score. */
  share(turn: number): number {
    return this.constants.sessionShare * this.workspace.sessionScore[this.store.turns.scope.values[turn]!]!;
  }

  private countOccurrences(postings: Uint32Array): number[] {
    const { occurrences } = this.workspace;
    const { passages, scopes, turns } = this.store;
    const { turnOf } = passages;
    const live = turns.live.values;
    const scopeOf = turns.scope.values;
    const hasSession = scopes.hasSession.values;
    const found: number[] = [];
    for (const posting of postings) {
      const turn = turnOf[packedNumber(posting)]!;
      const scope = scopeOf[turn]!;
      if (live[turn] === 0 || hasSession[scope] === 0) continue;
      if (occurrences[scope] === 0) found.push(scope);
      occurrences[scope]! += packedCount(posting);
    }
    return found;
  }
}
