import type { RankQuery, RankResult, StoredForm } from '@somabrain/retrieval';
import type { FilterExpression } from '../filter/filter-expression';
import type { NamespaceView, NamespaceViews } from './index-feed';

/** How long the stages of a ranking took, in seconds. */
export interface RankingStages {
  readonly catchUp: number;
  readonly rank: number;
}

/** A ranking, and how long it took. */
export interface Ranked extends RankResult {
  readonly stages: RankingStages;
  /** Whether links of the type `supersedes` may lead to hits: the tenant has some. */
  readonly superseding: boolean;
}

/** A text whose analysed form is of another version, or missing. */
export interface FormToRenew {
  readonly text: string;
  readonly stored: StoredForm | null;
}

/** What the indexes report about themselves. */
export interface IndexObserver {
  /** An index was made of its memories. */
  indexLoaded(): void;
  indexEvicted(): void;
  /** @param bytes what all indexes take now */
  indexMemory(bytes: number): void;
  namespaceRefused(): void;
  /** An index was taken from its snapshot instead of being made of its memories. */
  indexRestored(): void;
  snapshotStored(): void;
  snapshotDamaged(): void;
}

/** Everything that analyses and ranks texts: work for a processor, of which there may be several. */
export abstract class RankingEngine {
  /**
   * Ranks what namespaces of one tenant hold together, with everything that was committed before this call.
   * @throws Problem NAMESPACE_TOO_LARGE, DATABASE_UNAVAILABLE
   */
  abstract rank(views: NamespaceViews, question: RankQuery): Promise<Ranked>;

  /**
   * Ranks what a namespace held at a moment.
   * @param at milliseconds since the Unix epoch
   * @param where what the memories must have met then; null: all
   * @throws Problem AS_OF_TOO_LARGE, DATABASE_UNAVAILABLE
   */
  abstract rankPast(
    view: NamespaceView,
    at: number,
    question: RankQuery,
    where: FilterExpression | null,
  ): Promise<Ranked>;

  /** The analysed forms of texts, as they are stored, in their order. */
  abstract analyse(texts: readonly string[]): Promise<Uint8Array[]>;

  /** The analysed forms of texts by this version, in their order. Vectors that are still valid are kept. */
  abstract renew(forms: readonly FormToRenew[]): Promise<Uint8Array[]>;

  /** Gives back what it holds. */
  abstract close(): Promise<void>;
}
