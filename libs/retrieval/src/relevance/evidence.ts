/** What speaks for a document as the answer to a question. Nothing in it depends on what the constants of the ranking learnt. */
export interface Evidence {
  /** How many different words the question has, stop words and names of speakers left out. */
  readonly words: number;
  /** The share of them that the document and its neighbours have, by weight: the words themselves, near-synonyms or soft terms. 0 to 1. */
  readonly share: number;
  /** The score of the words and of the meaning together, before any hint. */
  readonly score: number;
  /** Cosine between the question and the document's best passage. */
  readonly similarity: number;
  /** How many memories there are: among many, something always looks alike. */
  readonly memories: number;
  /** Who speaks here: one whom the question names, somebody else although it names one, or it names none. */
  readonly speaker: 'named' | 'other' | 'none';
  /** The document asks something itself. */
  readonly isQuestion: boolean;
}
