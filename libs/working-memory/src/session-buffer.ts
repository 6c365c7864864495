import type { TenantId } from '@somabrain/kernel';
import type { AdmissionGate } from './admission';

/** A memory to be admitted to the working memory of a session. */
export interface Admission {
  readonly id: string;
  /** The `textCode` of its text. */
  readonly code: string;
  /** From 0 to 1; it follows from the importance of the memory. */
  readonly reward: number;
}

/** An entry of working memory. It holds no word of the memory, so a forget has nothing to remove here. */
export interface BufferedMemory {
  readonly id: string;
  /** How little it resembled the other entries when it was admitted, 0 to 1. */
  readonly novelty: number;
  readonly reward: number;
  /** Milliseconds since it was last admitted. */
  readonly ageMs: number;
}

/** The result of an admission. */
export interface Admitted {
  /** Memories that passed the gate. */
  readonly admitted: number;
  /** Entries that were evicted because others are more salient; they may be among those just admitted. */
  readonly evicted: number;
  /** Entries after the admission. */
  readonly size: number;
}

/** How many entries the working memory of a session holds, and how long. */
export interface BufferBounds {
  readonly capacity: number;
  readonly ttlMs: number;
}

/**
 * The working memory of sessions: the memories that each met last, at most `capacity` of them, each for `ttlMs`. When it is full, the least
 * salient entry is evicted. The class is its own injection token. Its methods throw when the store does not answer.
 */
export abstract class SessionBuffer {
  abstract readonly bounds: BufferBounds;

  /**
   * Admits memories in their order. An entry that is there keeps its novelty, and its time to live starts again.
   * @param gate the threshold for new entries; by default there is none
   */
  abstract admit(
    tenant: TenantId,
    session: string,
    memories: readonly Admission[],
    gate?: AdmissionGate,
  ): Promise<Admitted>;

  /** Reads the entries of a session, the youngest first. */
  abstract read(tenant: TenantId, session: string): Promise<readonly BufferedMemory[]>;

  /** Drops these entries; null: all. @returns how many there were */
  abstract drop(tenant: TenantId, session: string, ids: readonly string[] | null): Promise<number>;
}
