import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@somabrain/kernel';
import { RetryState } from './retry-state';

/**
 * Repeats a round of work until it is closed. While rounds fail, the pause grows after each, and the log has the first failure and the
 * recovery. It does not log a round that fails while it is being closed.
 */
export class BackgroundLoop {
  private readonly retries: RetryState;
  private readonly closing = new AbortController();
  private running: Promise<void> | null = null;

  /**
   * @param what the work, as the subject of a sentence in the log
   * @param round does the work once, and returns the milliseconds to wait before the next round
   */
  constructor(
    what: string,
    private readonly round: () => Promise<number>,
    logger: Logger,
  ) {
    this.retries = new RetryState(what, logger);
  }

  get isClosing(): boolean {
    return this.closing.signal.aborted;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Waits for the round under way. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.running;
  }

  /** Waits so many milliseconds, or until the loop is closed. */
  async sleep(milliseconds: number): Promise<void> {
    const { signal } = this.closing;
    await pause(milliseconds, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  private async run(): Promise<void> {
    while (!this.isClosing) {
      try {
        const milliseconds = await this.round();
        this.retries.worked();
        if (milliseconds > 0) await this.sleep(milliseconds);
      } catch (error) {
        if (!this.isClosing) await this.sleep(this.retries.failed(error));
      }
    }
  }
}
