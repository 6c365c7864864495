import { Alarm, Outage } from '@somabrain/audit';
import { type Logger, Problem } from '@somabrain/kernel';
import type { RunStore } from './run-store';
import type { Sleep } from './sleep';

const LONGEST_PAUSE_MS = 60_000;
const TENANTS_AT_ONCE = 100;
const OUTAGES: ReadonlySet<string> = new Set(['DATABASE_UNAVAILABLE', 'MEMORY_UNAVAILABLE']);

/**
 * Lets tenants in which something has happened sleep again and again, one after the other. Any number of processes may do so: a tenant sleeps in one of
 * them at a time, and not again before the interval is over.
 */
export class SleepScheduler {
  private readonly pause = new Alarm();
  private readonly outage: Outage;
  private running: Promise<void> | null = null;
  private closing = false;

  /** @param intervalMs between two runs of a tenant; 0: nothing is ever begun */
  constructor(
    private readonly sleep: Sleep,
    private readonly runs: RunStore,
    readonly intervalMs: number,
    logger: Logger,
  ) {
    this.outage = new Outage('Consolidating memories', logger);
  }

  start(): void {
    if (this.intervalMs > 0) this.running ??= this.run();
  }

  /** Waits for the run under way, which `Sleep.close` breaks off. */
  async close(): Promise<void> {
    this.closing = true;
    this.pause.ring();
    await this.running;
  }

  /** Lets the tenants sleep that are due. @returns how many did */
  async round(): Promise<number> {
    let slept = 0;
    for (const tenant of await this.runs.due(this.intervalMs, TENANTS_AT_ONCE)) {
      if (this.closing) break;
      try {
        if (await this.sleep.runIfRested(tenant, this.intervalMs)) slept += 1;
      } catch (error) {
        // It sleeps elsewhere, the process stops, or the run has said what was wrong: others have their turn.
        if (error instanceof Problem && OUTAGES.has(error.code)) throw error;
      }
    }
    return slept;
  }

  private async run(): Promise<void> {
    while (!this.closing) {
      try {
        const slept = await this.round();
        this.outage.worked();
        if (slept < TENANTS_AT_ONCE) await this.pause.sleep(Math.min(this.intervalMs, LONGEST_PAUSE_MS));
      } catch (error) {
        if (!this.closing) await this.pause.sleep(this.outage.failed(error));
      }
    }
  }
}
