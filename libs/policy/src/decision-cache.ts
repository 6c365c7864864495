import { hash } from 'node:crypto';
import { type Clock, RecentlyUsed } from '@somabrain/kernel';
import type { PolicyDecision, PolicyQuestion } from './policy-engine';

const MOST = { entries: 10_000, bytes: 8 * 1024 * 1024 };
/** Of an entry without its decision. */
const ENTRY_BYTES = 256;

interface Known {
  readonly decision: PolicyDecision;
  readonly until: number;
}

/** Decisions of a moment ago, by a digest of the whole question; the least recently used ones go first. */
export class DecisionCache {
  private readonly known = new RecentlyUsed<Known>(MOST);

  /**
   * @param lifeMs 0: nothing is kept
   * @param clock a monotonic one: a time of day that is set back must not prolong a decision
   */
  constructor(
    private readonly lifeMs: number,
    private readonly clock: Clock,
  ) {}

  /** About how many bytes are kept. */
  get bytes(): number {
    return this.known.bytes;
  }

  /** By what a decision on the question is known. */
  nameOf(question: PolicyQuestion): string {
    return this.lifeMs === 0 ? '' : hash('sha256', JSON.stringify(question), 'base64');
  }

  get(name: string): PolicyDecision | undefined {
    if (this.lifeMs === 0) return undefined;
    const found = this.known.get(name);
    if (!found || found.until > this.clock.now()) return found?.decision;
    this.known.delete(name);
    return undefined;
  }

  set(name: string, decision: PolicyDecision): void {
    if (this.lifeMs === 0) return;
    const bytes = ENTRY_BYTES + 2 * JSON.stringify(decision).length;
    this.known.set(name, { decision, until: this.clock.now() + this.lifeMs }, bytes);
  }
}
