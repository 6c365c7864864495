import { type Clock, monotonicClock, type TenantId } from '@somabrain/kernel';
import { type AdmissionGate, admissionSignal, OPEN_GATE } from '../admission';
import { salience } from '../salience';
import {
  type Admission,
  type Admitted,
  type BufferBounds,
  type BufferedMemory,
  SessionBuffer,
} from '../session-buffer';
import { noveltyOf } from '../text-code';

/** Sessions that are kept. Beyond it those that took nothing in for the longest time go. */
const MOST_SESSIONS = 4_000;

interface Kept {
  readonly code: string;
  readonly novelty: number;
  readonly reward: number;
  readonly at: number;
}

/** Working memory in this process: gone when it ends. */
export class InProcessSessionBuffer extends SessionBuffer {
  /** In order of use, the least recent first; each holds its memories by id. */
  private readonly sessions = new Map<string, Map<string, Kept>>();

  constructor(
    readonly bounds: BufferBounds,
    private readonly clock: Clock = monotonicClock,
  ) {
    super();
  }

  admit(
    tenant: TenantId,
    session: string,
    memories: readonly Admission[],
    gate: AdmissionGate = OPEN_GATE,
  ): Promise<Admitted> {
    const key = keyOf(tenant, session);
    const now = this.clock.now();
    const kept = this.young(key, now);
    this.sessions.delete(key);
    this.sessions.set(key, kept);
    let admitted = 0;
    let evicted = 0;
    for (const { id, code, reward } of memories) {
      const novelty = kept.get(id)?.novelty ?? noveltyOf(code, codesOf(kept));
      if (!kept.has(id) && admissionSignal({ novelty, reward }, gate) < gate.threshold) continue;
      admitted += 1;
      kept.delete(id);
      kept.set(id, { code, novelty, reward, at: now });
      if (kept.size <= this.bounds.capacity) continue;
      kept.delete(leastSalient(kept, now));
      evicted += 1;
    }
    const [oldest] = this.sessions.keys();
    if (this.sessions.size > MOST_SESSIONS && oldest !== undefined) this.sessions.delete(oldest);
    return Promise.resolve({ admitted, evicted, size: kept.size });
  }

  read(tenant: TenantId, session: string): Promise<readonly BufferedMemory[]> {
    const now = this.clock.now();
    const young = [...this.young(keyOf(tenant, session), now)].reverse();
    return Promise.resolve(
      young.map(([id, { novelty, reward, at }]) => ({ id, novelty, reward, ageMs: now - at })),
    );
  }

  drop(tenant: TenantId, session: string, ids: readonly string[] | null): Promise<number> {
    const key = keyOf(tenant, session);
    const kept = this.young(key, this.clock.now());
    const dropped = (ids ?? [...kept.keys()]).filter((id) => kept.delete(id)).length;
    if (kept.size === 0) this.sessions.delete(key);
    return Promise.resolve(dropped);
  }

  /** The entries of a session that have not expired, the oldest first. */
  private young(key: string, now: number): Map<string, Kept> {
    const kept = this.sessions.get(key) ?? new Map<string, Kept>();
    for (const [id, { at }] of kept) {
      if (now - at < this.bounds.ttlMs) break;
      kept.delete(id);
    }
    return kept;
  }
}

function leastSalient(kept: ReadonlyMap<string, Kept>, now: number): string {
  let least = '';
  let lowest = Infinity;
  for (const [id, { novelty, reward, at }] of kept) {
    const value = salience({ novelty, reward, ageMs: now - at });
    if (value >= lowest) continue;
    lowest = value;
    least = id;
  }
  return least;
}

function* codesOf(kept: ReadonlyMap<string, Kept>): Generator<string> {
  for (const { code } of kept.values()) yield code;
}

function keyOf(tenant: TenantId, session: string): string {
  return `${tenant} ${session}`;
}
