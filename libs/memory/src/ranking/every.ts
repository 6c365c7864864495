/** Work that is done again and again, one at a time, and keeps no process alive. */
export class Every {
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> | null = null;

  /** @param work does not reject */
  constructor(milliseconds: number, work: () => Promise<void>) {
    this.timer = setInterval(() => {
      this.running ??= work().finally(() => {
        this.running = null;
      });
    }, milliseconds).unref();
  }

  /** Ends when the work under way has. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
