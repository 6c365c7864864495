import type { Clock } from '@somabrain/kernel';
import type { Identity } from './identity';
import type { Verified } from './verify-token';

const MOST = 10_000;
/** A key that is withdrawn counts for this long at most. */
const LONGEST_MS = 60_000;

/** Identities of tokens that were checked a moment ago, by a digest of the token; the least recently used ones go first. */
export class VerifiedTokens {
  private readonly known = new Map<string, Verified>();

  constructor(private readonly clock: Clock) {}

  get(name: string): Identity | undefined {
    const found = this.known.get(name);
    if (!found) return undefined;
    this.known.delete(name);
    if (found.expiresAt <= this.clock.now()) return undefined;
    this.known.set(name, found);
    return found.identity;
  }

  set(name: string, { identity, expiresAt }: Verified): void {
    const until = Math.min(expiresAt, this.clock.now() + LONGEST_MS);
    this.known.set(name, { identity, expiresAt: until });
    const [oldest] = this.known.keys();
    if (this.known.size > MOST && oldest !== undefined) this.known.delete(oldest);
  }
}
