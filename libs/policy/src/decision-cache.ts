import type { Clock } from '@somabrain/kernel';
import type { PolicyDecision } from './policy-engine';

const MOST = 10_000;

/** Decisions of a moment ago, by the whole question; the least recently used ones go first. */
export class DecisionCache {
  private readonly known = new Map<string, { readonly decision: PolicyDecision; readonly until: number }>();

  /** @param lifeMs 0: nothing is kept */
  constructor(
    private readonly lifeMs: number,
    private readonly clock: Clock,
  ) {}

  get(question: string): PolicyDecision | undefined {
    const found = this.known.get(question);
    if (!found) return undefined;
    this.known.delete(question);
    if (found.until <= this.clock.now()) return undefined;
    this.known.set(question, found);
    return found.decision;
  }

  set(question: string, decision: PolicyDecision): void {
    if (this.lifeMs === 0) return;
    this.known.set(question, { decision, until: this.clock.now() + this.lifeMs });
    const [oldest] = this.known.keys();
    if (this.known.size > MOST && oldest !== undefined) this.known.delete(oldest);
  }
}
