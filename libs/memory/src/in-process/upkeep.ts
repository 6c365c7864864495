import { type Logger, Problem } from '@somabrain/kernel';

/** Work that is never urgent. */
export interface Chore {
  readonly name: string;
  /** @returns how many rows it dealt with */
  run(): Promise<number>;
}

const PERIOD_MS = 60_000;

/** Runs the chores one after the other, again and again, until it is stopped. */
export class Upkeep {
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly chores: readonly Chore[],
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.round = this.runAll().finally(() => {
        if (!this.stopped) this.start();
      });
    }, PERIOD_MS);
    this.timer.unref();
  }

  /** Waits for the chore under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.round;
  }

  /** One round of every chore. A chore that fails is logged, and tried again in the next round. */
  async runAll(): Promise<void> {
    for (const chore of this.chores) {
      if (this.stopped) return;
      try {
        const rows = await chore.run();
        if (rows > 0) this.logger.info({ chore: chore.name, rows }, 'upkeep done');
      } catch (err) {
        const level = err instanceof Problem ? 'warn' : 'error';
        this.logger[level]({ chore: chore.name, err }, 'upkeep failed; it is tried again in a minute');
      }
    }
  }
}
