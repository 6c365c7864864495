import type { TenantContext } from '@somabrain/kernel';

/** A memory in the working memory of a session. */
export interface SessionHit {
  readonly id: string;
  /** Milliseconds since it was admitted. */
  readonly ageMs: number;
}

/** A memory to be admitted to the working memory of a session. */
export interface SessionEntry {
  readonly id: string;
  readonly content: string;
  /** 0 or more. */
  readonly importance: number;
}

/** The working memory of sessions. The class is its own injection token. */
export abstract class SessionHits {
  /** Reads what a session has there. @returns null while the store of working memory does not answer */
  abstract of(context: TenantContext, sessionId: string): Promise<readonly SessionHit[] | null>;

  /** Admits memories in their order. Does nothing while the store of working memory does not answer. */
  abstract remembered(
    context: TenantContext,
    sessionId: string,
    entries: readonly SessionEntry[],
  ): Promise<void>;
}
