import { uint8Column } from './column';
import type { IndexState } from './index-state';
import { InternedStrings } from './interned-strings';

/** The user, agent and session of a memory. */
export interface Scope {
  readonly userId: string | null;
  readonly agentId: string | null;
  readonly sessionId: string | null;
}

/** Numbers for the combinations of user, agent and session that occur. */
export class ScopeTable {
  private readonly keys = new InternedStrings();
  private readonly scopes: Scope[] = [];
  /** Per scope: 1 if it is that of a session. */
  readonly hasSession = uint8Column();

  /** How many scopes have a number. */
  get count(): number {
    return this.scopes.length;
  }

  /** The number of a scope, given on first sight. */
  intern(scope: Scope): number {
    const number = this.keys.intern(keyOf(scope)) - 1;
    if (number === this.scopes.length) {
      this.hasSession.set(number, scope.sessionId === null ? 0 : 1);
      this.scopes.push({ userId: scope.userId, agentId: scope.agentId, sessionId: scope.sessionId });
    }
    return number;
  }

  /** The scope behind a number. */
  scope(number: number): Scope {
    return this.scopes[number]!;
  }

  /** Stores the scopes, or gets them back. */
  transfer(state: IndexState): void {
    const keys = this.scopes.map(keyOf);
    const stored = state.strings(keys);
    if (state.isReading) for (const key of stored) this.intern(scopeOf(key));
  }

  /** Memory held, in bytes, estimated. */
  get bytes(): number {
    return this.keys.bytes + this.hasSession.bytes + 150 * this.scopes.length;
  }
}

function keyOf({ userId, agentId, sessionId }: Scope): string {
  return JSON.stringify([userId, agentId, sessionId]);
}

function scopeOf(key: string): Scope {
  const [userId, agentId, sessionId] = JSON.parse(key) as [string | null, string | null, string | null];
  return { userId, agentId, sessionId };
}
