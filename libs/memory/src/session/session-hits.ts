import type { TenantContext } from '@somabrain/kernel';

/** A memory that a session has in mind. */
export interface SessionHit {
  readonly id: string;
  /** Milliseconds since it came to mind. */
  readonly ageMs: number;
}

/** A memory that comes to a session's mind. */
export interface SessionEntry {
  readonly id: string;
  readonly content: string;
  /** 0 or more. */
  readonly importance: number;
}

/** What sessions have in mind. The class is its own injection token. */
export abstract class SessionHits {
  /** What the session has in mind; null where what keeps it does not answer. */
  abstract of(context: TenantContext, sessionId: string): Promise<readonly SessionHit[] | null>;

  /** Brings memories to the session's mind, in their order. What keeps it may not answer: then they are not in mind. */
  abstract remembered(
    context: TenantContext,
    sessionId: string,
    entries: readonly SessionEntry[],
  ): Promise<void>;
}

/** Of sessions that have nothing in mind. */
export class NoSessionHits extends SessionHits {
  of(): Promise<readonly SessionHit[]> {
    return Promise.resolve([]);
  }

  remembered(): Promise<void> {
    return Promise.resolve();
  }
}
