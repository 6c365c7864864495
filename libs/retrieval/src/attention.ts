/** What beside the words of a question points to turns. */
export interface Attention {
  /** Turns that whoever asks has in mind. */
  readonly inMind: ReadonlySet<number>;
  /** What ratings for like questions say of turns: -1 useless to 1 useful. */
  readonly feedback: ReadonlyMap<number, number>;
}

/** The turns that it points to, each once. */
export function attendedTurns({ inMind, feedback }: Attention): Set<number> {
  return new Set([...inMind, ...feedback.keys()]);
}
