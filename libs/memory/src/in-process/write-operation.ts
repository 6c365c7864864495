import type { NewMemory, Remembered } from '../memory';

/** What every write carries into its group. */
interface AcceptedOperation {
  /** UUIDv7 made at acceptance; the id of its audit record, by which a lost commit is recognised. */
  readonly operationId: string;
  readonly actor: string;
  readonly traceId: string;
}

/** A memory with everything that can be computed before the transaction. */
export interface RememberOperation extends AcceptedOperation {
  readonly kind: 'remember';
  readonly memory: NewMemory;
  /** Its id if it turns out to be new. */
  readonly id: string;
  /** Metadata and tags as JSON texts. */
  readonly metadataJson: string;
  readonly tagsJson: string;
  /** Base64 of a SHA-256; null where nothing makes another memory the same one. */
  readonly duplicateDigest: string | null;
  readonly stateDigest: string;
  /** 16 random bytes, used if it turns out to be new. */
  readonly nonce: Buffer;
  /** The analysed form as it is stored. */
  readonly analysed: Uint8Array;
}

/** Removal by id: on request, or because its time is over. */
export interface RemoveOperation extends AcceptedOperation {
  readonly kind: 'delete' | 'expire';
  readonly id: string;
}

export type WriteOperation = RememberOperation | RemoveOperation;

/** What became of one operation. A removal that found nothing is `absent`. */
export type WriteOutcome = Remembered | { readonly status: 'removed' | 'absent' };
