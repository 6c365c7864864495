/** That a memory does not hold any more. It stays with its history and is not recalled. */
export interface Supersession {
  /** A word for the rule that closed it. */
  readonly reason: string;
  /** The memory that holds instead; null where none does. */
  readonly supersededBy: string | null;
  /** Since when it does not hold, in milliseconds since the Unix epoch. */
  readonly validUntil: number;
  /** The run that closed it. */
  readonly run: string;
}
