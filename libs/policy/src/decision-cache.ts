import { hash } from 'node:crypto';
import { type Clock, RecentlyUsed } from '@somabrain/kernel';
import type { PolicyDecision, PolicyQuestion } from './policy-engine';

const MOST = { entries: 10_000, bytes: 8 * 1024 * 1024 };
/** Of an entry without its name and its decision. */
const ENTRY_BYTES = 200;
/** Longer names are kept as a digest. */
const LONGEST_NAME = 512;

interface Known {
  readonly decision: PolicyDecision;
  readonly until: number;
}

/** Decisions of a moment ago, by what the whole question comes to; the least recently used ones go first. */
export class DecisionCache {
  private readonly known = new RecentlyUsed<Known>(MOST);
  private readonly digests = new WeakMap<readonly string[], string>();

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
    if (this.lifeMs === 0) return '';
    const { subject, tenant, action, resource, request } = question;
    const lists = [this.digestOf(subject.roles), this.digestOf(subject.permissions)];
    const text = JSON.stringify([subject.id, lists, tenant, action, resource, request]);
    return text.length > LONGEST_NAME ? digest(text) : text;
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
    const bytes = ENTRY_BYTES + 2 * (name.length + JSON.stringify(decision).length);
    this.known.set(name, { decision, until: this.clock.now() + this.lifeMs }, bytes);
  }

  /** Lists are long, and the same for all requests of an identity. */
  private digestOf(list: readonly string[]): string {
    let known = this.digests.get(list);
    if (known === undefined) {
      known = digest(JSON.stringify(list));
      this.digests.set(list, known);
    }
    return known;
  }
}

function digest(text: string): string {
  return hash('sha256', text, 'base64');
}
