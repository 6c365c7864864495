/** A rating of a memory of the group. */
export interface PlannedRating {
  readonly memoryId: string;
  /** Digest of the question, hex; empty for any question. */
  readonly question: string;
  /** What the question means to the encoder. */
  readonly vector: Buffer | null;
  /** -1 useless, 1 useful, 0 taken back. */
  readonly value: number;
}
