/** What points to documents beside the words of a question. */
export interface QueryContext {
  /** Documents in the working memory of the session. */
  readonly workingMemory: ReadonlySet<number>;
  /** Ratings of documents for similar questions: -1 useless to 1 useful. */
  readonly feedback: ReadonlyMap<number, number>;
}

/** The documents that the context points to, each once. */
export function documentsInContext({ workingMemory, feedback }: QueryContext): Set<number> {
  return new Set([...workingMemory, ...feedback.keys()]);
}
