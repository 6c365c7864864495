import type { IndexEntry } from './index-entry';
import { LARGEST_COUNT } from './packed-count';
import { hashMetadata, hashTag } from './pair-hash';
import type { RankingAssets } from './ranking-assets';
import type { Scope } from './scope-table';

/** A memory in the form in which a namespace takes it in: words as numbers of the lexicon, pairs as hashes. */
export interface Turn {
  readonly id: string;
  readonly version: number;
  readonly scope: Scope;
  readonly speaker: string | null;
  readonly memoryType: string;
  readonly position: number | null;
  readonly arrival: number;
  readonly occurredAt: number | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly importance: number;
  readonly hasTemporalExpression: boolean;
  readonly isShortQuestion: boolean;
  readonly pairs: readonly number[];
  readonly passages: readonly TurnPassage[];
}

/** A passage: numbers of its forms in the lexicon, the count of each at the same index, and its vector. */
export interface TurnPassage {
  readonly forms: readonly number[];
  readonly counts: readonly number[];
  readonly vector: Int8Array;
}

/**
 * Translates an entry.
 *
 * @throws Error if its text was analysed with an encoder of other dimensions
 */
export function turnOf(entry: IndexEntry, { encoder, lexicon }: RankingAssets): Turn {
  const { analysed } = entry;
  for (const { vector } of analysed.passages) {
    if (vector.length !== encoder.dimensions) {
      throw new Error(
        `Memory ${entry.id} was analysed with a vector of ${vector.length} dimensions, but the encoder has ` +
          `${encoder.dimensions}. Analyse its text again.`,
      );
    }
  }
  const tags = entry.tags.map(hashTag);
  const metadata = Array.from(entry.metadata, ([key, value]) => hashMetadata(key, value));
  return {
    id: entry.id,
    version: entry.version,
    scope: { userId: entry.userId, agentId: entry.agentId, sessionId: entry.sessionId },
    speaker: entry.speaker,
    memoryType: entry.memoryType,
    position: entry.position,
    arrival: entry.arrival,
    occurredAt: entry.occurredAt,
    createdAt: entry.createdAt,
    expiresAt: entry.expiresAt,
    importance: entry.importance,
    hasTemporalExpression: analysed.hasTemporalExpression,
    isShortQuestion: analysed.isShortQuestion,
    pairs: tags.concat(metadata),
    passages: analysed.passages.map(({ forms, vector }) => ({
      forms: forms.map(({ form }) => lexicon.formNumber(form)),
      counts: forms.map(({ count }) => Math.min(count, LARGEST_COUNT)),
      vector,
    })),
  };
}
