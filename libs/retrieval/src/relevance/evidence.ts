/** The features of a document as the answer to a question. None depends on constants that feedback adapts. */
export interface Evidence {
  /** How many different words the question has, stop words and names of speakers left out. */
  readonly words: number;
  /** The share of them that the document and its neighbours have, by weight: the words themselves, near-synonyms or soft terms. 0 to 1. */
  readonly share: number;
  /** The score of the words and of the meaning together, before any hint. */
  readonly score: number;
  /** Cosine between the question and the document's best passage. */
  readonly similarity: number;
  /** Memories in the collection: among many, some always look alike by chance. */
  readonly memories: number;
  /** The speaker: one whom the question names, another although it names one, or none because it names none. */
  readonly speaker: 'named' | 'other' | 'none';
  /** The document is a question itself. */
  readonly isQuestion: boolean;
}
