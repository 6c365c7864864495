import { BackgroundLoop } from '@somabrain/audit';
import { type Logger, Problem, type TenantId } from '@somabrain/kernel';
import type { RunStore } from './run-store';
import type { Sleep } from './sleep';

const LONGEST_PAUSE_MS = 60_000;
const TENANTS_AT_ONCE = 100;
const MOST_KEPT = 10_000;
const OUTAGES: ReadonlySet<string> = new Set(['DATABASE_UNAVAILABLE', 'MEMORY_UNAVAILABLE']);

/**
 * Lets tenants in which something has happened sleep again and again, one after the other. Any number of processes may do so: a tenant sleeps in one of
 * them at a time, and not again before the interval is over.
 */
export class SleepScheduler {
  private readonly loop: BackgroundLoop;
  /** Tenants that an outage kept from sleeping last time: the others come first, as it may have been of that tenant only. */
  private readonly kept = new Set<TenantId>();

  /** @param intervalMs between two runs of a tenant; 0: nothing is ever begun */
  constructor(
    private readonly sleep: Sleep,
    private readonly runs: RunStore,
    readonly intervalMs: number,
    logger: Logger,
  ) {
    this.loop = new BackgroundLoop('Consolidating memories', () => this.nextRound(), logger);
  }

  start(): void {
    if (this.intervalMs > 0) this.loop.start();
  }

  /** Waits for the run under way, which `Sleep.close` breaks off. */
  close(): Promise<void> {
    return this.loop.close();
  }

  /** Lets the tenants sleep that are due. @returns how many did */
  async round(): Promise<number> {
    let slept = 0;
    const due = await this.runs.due(this.intervalMs, TENANTS_AT_ONCE);
    const isLast = (tenant: TenantId) => Number(this.kept.has(tenant));
    for (const tenant of due.toSorted((a, b) => isLast(a) - isLast(b))) {
      if (this.loop.isClosing) break;
      try {
        if (await this.sleep.runIfRested(tenant, this.intervalMs)) slept += 1;
        this.kept.delete(tenant);
      } catch (error) {
        // It sleeps elsewhere, the process stops, or the run has said what was wrong: others have their turn.
        if (!(error instanceof Problem && OUTAGES.has(error.code))) continue;
        if (this.kept.size >= MOST_KEPT) this.kept.clear();
        this.kept.add(tenant);
        throw error;
      }
    }
    return slept;
  }

  /** @returns milliseconds until the next round */
  private async nextRound(): Promise<number> {
    const slept = await this.round();
    return slept < TENANTS_AT_ONCE ? Math.min(this.intervalMs, LONGEST_PAUSE_MS) : 0;
  }
}
