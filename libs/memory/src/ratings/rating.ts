/** What memories were worth for a question. */
export interface RatingRequest {
  /** The question that they were found for; null: they are worth so for any question. */
  readonly query: string | null;
  readonly memories: readonly RatedMemory[];
}

export interface RatedMemory {
  readonly id: string;
  /** Null takes an earlier rating back. */
  readonly useful: boolean | null;
}

/** Memories that one request rates at most. */
export const MAX_RATED = 100;

/** The outcome of a rating request. */
export interface Rated {
  readonly rated: number;
  readonly replayed: boolean;
}
