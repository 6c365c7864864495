import type { Supersession } from '../consolidation/supersession';
import type { NewMemory } from '../memory';
import { duplicateDigestOf, formerDuplicateDigestOf, stateDigestOf } from './memory-digests';

/** One state of a memory: all that its row holds, except ids, times and counters. */
export interface MemoryState {
  readonly fields: NewMemory;
  /** Metadata and tags as JSON texts. */
  readonly metadataJson: string;
  readonly tagsJson: string;
  /** Base64 of a SHA-256 that duplicates share; null if the memory can have none. */
  readonly duplicateDigest: string | null;
  /** The digest as the release before made it, if that was another. */
  readonly formerDigest: string | null;
  readonly stateDigest: string;
  /** The analysed form as it is stored; null: the stored one stays, since the text does. */
  readonly analysed: Uint8Array | null;
  /** Null while it holds. */
  readonly closed: Supersession | null;
}

/** The digests that another memory shares if it is a duplicate. */
export function digestsOf({ duplicateDigest, formerDigest }: MemoryState): string[] {
  return [duplicateDigest, formerDigest].filter((digest) => digest !== null);
}

/**
 * Makes the state of a memory from its fields. A closed memory has no duplicates: the same text is a new memory.
 * @param analysed see `MemoryState.analysed`
 */
export function stateOf(
  fields: NewMemory,
  analysed: Uint8Array | null,
  closed: Supersession | null = null,
): MemoryState {
  return {
    fields,
    metadataJson: JSON.stringify(fields.metadata),
    tagsJson: JSON.stringify(fields.tags),
    duplicateDigest: closed ? null : duplicateDigestOf(fields),
    formerDigest: closed ? null : formerDuplicateDigestOf(fields),
    stateDigest: stateDigestOf(fields),
    analysed,
    closed,
  };
}
