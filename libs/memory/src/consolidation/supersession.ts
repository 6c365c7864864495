/** How a memory was superseded. It keeps its history and is no longer recalled. */
export interface Supersession {
  /** A word for the rule that closed it. */
  readonly reason: string;
  /** The memory that replaces it; null where none does. */
  readonly supersededBy: string | null;
  /** When it was replaced, in milliseconds since the Unix epoch. */
  readonly validUntil: number;
  /** The run that closed it. */
  readonly run: string;
}
