const SAMPLE_MS = 20;
/** Share of the newest sample: after a second of delays the mean has come up to them, a single pause hardly moves it. */
const NEWEST_SHARE = 0.1;

/** How late the event loop is on average: what every step of every request waits before it begins. */
export class EventLoopDelay {
  private mean = 0;
  private expected: number;
  private readonly timer: NodeJS.Timeout;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(private readonly now: () => number = () => performance.now()) {
    this.expected = now() + SAMPLE_MS;
    this.timer = setInterval(() => {
      this.sample();
    }, SAMPLE_MS).unref();
  }

  /** Milliseconds, over about the last half second. */
  get milliseconds(): number {
    return this.mean;
  }

  /** Milliseconds that this turn has taken longer than it should by now. */
  get ofThisTurn(): number {
    return this.now() - this.expected;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private sample(): void {
    const now = this.now();
    const late = Math.max(0, now - this.expected);
    this.mean += NEWEST_SHARE * (late - this.mean);
    this.expected = now + SAMPLE_MS;
  }
}
