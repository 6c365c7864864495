import { type Clock, monotonicClock, RecentlyUsed } from '@somabrain/kernel';
import type { Identity } from './identity';
import type { Verified } from './verify-token';

const MOST = { entries: 10_000, bytes: 16 * 1024 * 1024 };
/** Of an entry without what the token says. */
const ENTRY_BYTES = 512;
/** A key that is withdrawn counts for this long at most. */
const LONGEST_MS = 60_000;

interface Known extends Verified {
  /** By the monotonic clock. */
  readonly until: number;
}

/** Identities of tokens that were checked a moment ago, by a digest of the token; the least recently used ones go first. */
export class VerifiedTokens {
  private readonly known = new RecentlyUsed<Known>(MOST);

  /**
   * @param clock by which tokens expire
   * @param intervals by which they are checked again: a time of day that is set back must not prolong that
   */
  constructor(
    private readonly clock: Clock,
    private readonly intervals: Clock = monotonicClock,
  ) {}

  /** About how many bytes are kept. */
  get bytes(): number {
    return this.known.bytes;
  }

  get(name: string): Identity | undefined {
    const found = this.known.get(name);
    if (!found) return undefined;
    if (found.expiresAt > this.clock.now() && found.until > this.intervals.now()) return found.identity;
    this.known.delete(name);
    return undefined;
  }

  /** @param length of the token: what it says is no longer */
  set(name: string, { identity, expiresAt }: Verified, length: number): void {
    const until = this.intervals.now() + LONGEST_MS;
    this.known.set(name, { identity, expiresAt, until }, ENTRY_BYTES + 2 * length);
  }
}
