const SAMPLE_MS = 20;
/** Share of the newest sample: after a second of delays the mean has come up to them, a single pause hardly moves it. */
const NEWEST_SHARE = 0.1;
/** A sample counts no more than this, so that a single pause, however long, does not make the mean one of a busy process. */
const LONGEST_SAMPLE_MS = 1_000;
/** Samples from one look at the CPU time to the next. */
const SAMPLES_A_LOOK = 10;

/** How late the event loop is on average: what every step of every request waits before it begins. */
export class EventLoopDelay {
  private mean = 0;
  private expected: number;
  private workedBefore: number;
  private samples = 0;
  private readonly timer: NodeJS.Timeout;

  /**
   * @param now milliseconds of a clock that only goes forward
   * @param worked milliseconds that the process has spent on a CPU
   */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly worked: () => number = millisecondsOnCpu,
  ) {
    this.expected = now() + SAMPLE_MS;
    this.workedBefore = worked();
    this.timer = setInterval(() => {
      this.sample();
    }, SAMPLE_MS).unref();
  }

  /** Milliseconds, over about the last half second. */
  get milliseconds(): number {
    return this.mean;
  }

  /** Milliseconds by which this turn is late: from a second on, of work only. A machine that stood still is not behind once it runs again. */
  get ofThisTurn(): number {
    const late = this.now() - this.expected;
    // To ask for the CPU time is a system call that sums up over all threads, too slow for each request.
    return late < LONGEST_SAMPLE_MS ? late : Math.min(late, this.worked() - this.workedBefore);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private sample(): void {
    const now = this.now();
    const late = Math.min(LONGEST_SAMPLE_MS, Math.max(0, now - this.expected));
    this.mean += NEWEST_SHARE * (late - this.mean);
    this.expected = now + SAMPLE_MS;
    this.samples += 1;
    if (this.samples % SAMPLES_A_LOOK === 0) this.workedBefore = this.worked();
  }
}

function millisecondsOnCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
