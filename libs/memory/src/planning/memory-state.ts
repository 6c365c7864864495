import type { Supersession } from '../consolidation/supersession';
import type { NewMemory } from '../memory';
import { duplicateDigestOf, formerDuplicateDigestOf, stateDigestOf } from './memory-digests';

/** One state of a memory with everything a row of it holds beyond bookkeeping. */
export interface MemoryState {
  readonly fields: NewMemory;
  /** Metadata and tags as JSON texts. */
  readonly metadataJson: string;
  readonly tagsJson: string;
  /** Base64 of a SHA-256; null where nothing makes another memory the same one. */
  readonly duplicateDigest: string | null;
  /** The same as the release before made it, where it made another. */
  readonly formerDigest: string | null;
  readonly stateDigest: string;
  /** The analysed form as it is stored; null: the stored one stays, since the text does. */
  readonly analysed: Uint8Array | null;
  /** Null while it holds. */
  readonly closed: Supersession | null;
}

/** What makes another memory the same one. */
export function digestsOf({ duplicateDigest, formerDigest }: MemoryState): string[] {
  return [duplicateDigest, formerDigest].filter((digest) => digest !== null);
}

/**
 * A closed memory is no duplicate of anything: what says the same again holds.
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
