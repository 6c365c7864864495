import { type Clock, monotonicClock, type TenantId } from '@somabrain/kernel';
import type { Memory } from '../memory';

/** Of a process, about. */
const BUDGET_BYTES = 16 * 1024 * 1024;
/** A memory that was not asked for in one to two of these is let go. */
const KEPT_MS = 60_000;
/** What a memory takes beside its texts, about. */
const FIXED_BYTES = 800;

/** One state of one memory: places of arrival are never given twice in a tenant, and each change makes a version. */
export interface MemoryState {
  readonly tenant: TenantId;
  readonly arrival: number;
  readonly version: number;
}

/**
 * Memories that recalls read lately. Whether a state still is the present one is what the index knows that named it, so nothing in here is
 * ever out of date. It has two generations: what is asked for moves into the newer one, the older one goes as a whole.
 */
export class MemoryCache {
  private newer = new Map<string, Memory>();
  private older = new Map<string, Memory>();
  private newerBytes = 0;
  private turnedAt: number;

  /** @param budgetBytes of all it holds, about */
  constructor(
    private readonly clock: Clock = monotonicClock,
    private readonly budgetBytes = BUDGET_BYTES,
  ) {
    this.turnedAt = clock.now();
  }

  get(state: MemoryState): Memory | undefined {
    if (this.clock.now() - this.turnedAt > KEPT_MS) this.turn();
    const key = keyOf(state);
    const known = this.newer.get(key);
    if (known) return known;
    const memory = this.older.get(key);
    if (memory) this.put(key, memory);
    return memory;
  }

  keep(state: MemoryState, memory: Memory): void {
    this.put(keyOf(state), memory);
  }

  private put(key: string, memory: Memory): void {
    const bytes = bytesOf(memory);
    // One that would push out many others is read again.
    if (bytes > this.budgetBytes / 16) return;
    if (this.newerBytes + bytes > this.budgetBytes / 2) this.turn();
    this.newer.set(key, memory);
    this.newerBytes += bytes;
  }

  private turn(): void {
    this.older = this.newer;
    this.newer = new Map();
    this.newerBytes = 0;
    this.turnedAt = this.clock.now();
  }
}

function keyOf({ tenant, arrival, version }: MemoryState): string {
  return `${tenant} ${arrival} ${version}`;
}

function bytesOf({ content, metadata, tags }: Memory): number {
  return FIXED_BYTES + 2 * (content.length + JSON.stringify(metadata).length + JSON.stringify(tags).length);
}
