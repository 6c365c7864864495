/**
 * Lets callers share runs of an action so that each gets one that began after it asked: a run under way may have read too early
 * for a newcomer, so newcomers wait for it and share the next one.
 */
export class SharedRun {
  private current: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(private readonly action: () => Promise<void>) {}

  /** @throws what the action threw, to everyone who shared that run */
  run(): Promise<void> {
    if (this.next) return this.next;
    if (!this.current) return this.start();
    const startNext = (): Promise<void> => {
      this.next = null;
      return this.start();
    };
    this.next = this.current.then(startNext, startNext);
    return this.next;
  }

  private start(): Promise<void> {
    const run = this.action().finally(() => {
      if (this.current === run) this.current = null;
    });
    this.current = run;
    return run;
  }
}
