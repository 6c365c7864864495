import type { TenantId } from '@somabrain/kernel';
import type { AdmissionGate } from './admission';

/** A memory that comes to a session's mind. */
export interface Admission {
  readonly id: string;
  /** What `textCode` makes of its text. */
  readonly code: string;
  /** What it is worth by itself, 0 to 1. */
  readonly reward: number;
}

/** What a session has in mind of a memory: no word of it, so that nothing has to be forgotten here. */
export interface BufferedMemory {
  readonly id: string;
  /** How little it was like anything in mind when it came, 0 to 1. */
  readonly novelty: number;
  readonly reward: number;
  /** Milliseconds since it came to mind, or came again. */
  readonly ageMs: number;
}

/** What an admission came to. */
export interface Admitted {
  /** Memories that the gate let in. */
  readonly admitted: number;
  /** Memories that had to go because others are more salient; it may be those that came. */
  readonly evicted: number;
  /** Memories in mind now. */
  readonly size: number;
}

/** How much a session can have in mind, and how long. */
export interface BufferBounds {
  readonly capacity: number;
  readonly ttlMs: number;
}

/**
 * The working memory of sessions: which memories each met last, at most `capacity` of them for `ttlMs` each. Beyond that the least salient
 * goes. The class is its own injection token. Its methods throw when what keeps it does not answer.
 */
export abstract class SessionBuffer {
  abstract readonly bounds: BufferBounds;

  /**
   * Takes memories in, in their order. One that is there stays as novel as it was and is young again.
   * @param gate what others have to bring along; by default nothing
   */
  abstract admit(
    tenant: TenantId,
    session: string,
    memories: readonly Admission[],
    gate?: AdmissionGate,
  ): Promise<Admitted>;

  /** What the session has in mind, the youngest first. */
  abstract read(tenant: TenantId, session: string): Promise<readonly BufferedMemory[]>;

  /** Drops these memories; null: all. @returns how many were there */
  abstract drop(tenant: TenantId, session: string, ids: readonly string[] | null): Promise<number>;
}
