import type { CloseTerm } from '../dense/term-vectors';
import type { LanguageCounts } from '../index/language-counts';
import type { NearTerm } from '../lexical/near-words';
import type { MisspellingConstants, SoftTermConstants } from './ranking-constants';

/**
 * What scores depend on beside the memory itself: the memories of a namespace, or those of several that are ranked together. Numbers of terms
 * and of speakers are its own.
 */
export interface Collection {
  /** How many memories there are. */
  readonly liveCount: number;
  /** How many passages they have. */
  readonly livePassageCount: number;
  /** Mean number of words of a passage; 0 without any. */
  readonly meanPassageLength: number;
  /** How many memories each language group has, by its number. */
  readonly languageCounts: readonly number[];
  readonly languages: Pick<LanguageCounts, 'all' | 'ofScript' | 'usualLatin'>;
  readonly sessions: { readonly sessionCount: number; readonly totalWords: number };
  readonly speakers: { namedBy(term: string): readonly number[] };
  readonly vocabulary: CollectionTerms;
  readonly termVectors: {
    closest(
      vector: Float64Array,
      except: number | undefined,
      constants: SoftTermConstants,
    ): readonly CloseTerm[];
  };
  /** The terms whose words are written most nearly like one that no memory has. */
  nearTerms(word: string, constants: MisspellingConstants): readonly NearTerm[];
}

/** The terms that are in use. */
export interface CollectionTerms {
  findTerm(term: string): number | undefined;
  termName(term: number): string;
  documentFrequency(term: number): number;
}
