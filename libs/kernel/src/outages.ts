import type { Logger } from './logger';

/** An outage is over when nothing has failed for so long: a backend that comes and goes has one outage, not many. */
const QUIET_MS = 5_000;

/** An outage without any report for so long is over, because not every backend has a probe that reports its recovery. */
const FORGOTTEN_MS = 60_000;

interface Outage {
  readonly since: number;
  failedAt: number;
  /** The first answer after the last failure. */
  answeredAt: number | null;
  refused: number;
}

/**
 * Logs the outages of backends: one ERROR at the first failure, and one INFO at the recovery, with the duration and the number of refused
 * requests. Probes, drivers and refused requests all report here.
 */
export class Outages {
  private static readonly known = new WeakMap<Logger, Outages>();
  private readonly running = new Map<string, Outage>();

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    private readonly logger: Logger,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The outages of a logger. All that report on a backend must share them. */
  static of(logger: Logger): Outages {
    let outages = Outages.known.get(logger);
    if (!outages) Outages.known.set(logger, (outages = new Outages(logger)));
    return outages;
  }

  /** Notes that something failed because the backend is away. @param reason in plain words, @param err the cause, for the log */
  failed(backend: string, reason: string, err?: unknown): void {
    const outage = this.running.get(backend);
    if (outage && this.now() - (outage.answeredAt ?? outage.failedAt) < FORGOTTEN_MS) {
      outage.failedAt = this.now();
      outage.answeredAt = null;
      this.logger.debug({ backend, reason }, 'a backend still does not answer');
      return;
    }
    const since = this.now();
    this.running.set(backend, { since, failedAt: since, answeredAt: null, refused: 0 });
    this.logger.error({ backend, reason, ...(err !== undefined && { err }) }, 'a backend does not answer');
  }

  /** Notes that a request was refused because the backend is away. */
  refused(backend: string, reason: string, err?: unknown): void {
    this.failed(backend, reason, err);
    const outage = this.running.get(backend);
    if (outage) outage.refused += 1;
  }

  /** Notes that the backend answered. Call it for every answer: an outage ends some seconds after the last failure. */
  answered(backend: string): void {
    const outage = this.running.get(backend);
    if (!outage) return;
    outage.answeredAt ??= this.now();
    if (this.now() - outage.failedAt < QUIET_MS) return;
    this.running.delete(backend);
    const seconds = Math.round((outage.answeredAt - outage.since) / 100) / 10;
    this.logger.info(
      { backend, away_seconds: seconds, refused_requests: outage.refused },
      'a backend answers again',
    );
  }
}
