import type { HealthIndicatorService } from '@nestjs/terminus';
import { BackendFault } from '@somabrain/kernel';
import type { BackendIndicator } from './backend-indicator';

/** What is known of a backend, from the last time it was asked. */
export interface BackendState {
  readonly up: boolean;
  /** Milliseconds until it answered or was given up on; null: it has not been asked yet. */
  readonly latencyMs: number | null;
  /** Why it is down; null while it is up. */
  readonly fault: Error | null;
}

/** Periods of a watch, in milliseconds. */
export interface WatchTimes {
  /** Between an answer and the next question. */
  readonly period: number;
  /** From then on a question that is not answered counts as failed. */
  readonly timeout: number;
  /** From then on it is not waited for any more, and the next one is asked. */
  readonly giveUp: number;
  /** What is older is not believed: whatever asks is stuck. */
  readonly mostAge: number;
}

const TIMES: WatchTimes = { period: 500, timeout: 1_000, giveUp: 5_000, mostAge: 5_000 };

/**
 * Asks one backend again and again, one question at a time, and keeps what it found. Whoever wants to know is told at once; no backend waits for
 * another, and none is asked more often because many want to know.
 */
export class BackendWatch {
  private found: { readonly state: BackendState; readonly at: number } | null = null;
  private ended = false;

  /**
   * @param indicators of Terminus, which runs each question
   * @param tell hears of every answer and of every want of one
   * @param now milliseconds of a clock that never goes back
   */
  constructor(
    private readonly indicator: BackendIndicator,
    private readonly indicators: HealthIndicatorService,
    private readonly tell: (state: BackendState) => void,
    private readonly times: WatchTimes = TIMES,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Begins to ask. Resolves when the first state is known, which does not take longer than one question may. */
  begin(): Promise<void> {
    return new Promise((resolve) => {
      void this.watch(resolve);
    });
  }

  /** What is known. Down before the first answer, and where what is known is too old to be believed. */
  state(): BackendState {
    if (!this.found) return { up: false, latencyMs: null, fault: UNKNOWN };
    const { state, at } = this.found;
    const isStale = !this.ended && this.now() - at > this.times.mostAge;
    return state.up && isStale ? { ...state, up: false, fault: STALE } : state;
  }

  /** Asks no more, and tells nothing more. */
  end(): void {
    this.ended = true;
  }

  private async watch(known: () => void): Promise<void> {
    const { period, timeout, giveUp } = this.times;
    while (!this.ended) {
      const asked = this.ask();
      this.keep((await within(asked, timeout)) ?? silentFor(timeout));
      known();
      await within(asked, giveUp - timeout);
      await within(NEVER, period);
    }
    known();
  }

  /** Never rejects. Terminus keeps only the words of a fault and whole milliseconds, so both are noted here. */
  private async ask(): Promise<BackendState> {
    const { name } = this.indicator;
    const start = this.now();
    let fault: Error | null = null;
    const question = async (): Promise<void> => {
      try {
        await this.indicator.ping();
      } catch (error) {
        fault = error instanceof Error ? error : new Error(String(error));
        throw fault;
      }
    };
    // Without its timeout: a process that is too busy to read an answer that has arrived would count the backend as down.
    const result = await this.indicators.check(name).attempt(question);
    const latencyMs = Math.round((this.now() - start) * 10) / 10;
    return { up: result[name].status === 'up', latencyMs, fault };
  }

  private keep(state: BackendState): void {
    if (this.ended) return;
    this.found = { state, at: this.now() };
    this.tell(state);
  }
}

const NEVER = new Promise<never>(() => undefined);
const UNKNOWN = new BackendFault('silent', 'it has not answered yet');
const STALE = new BackendFault('silent', 'the last answer is too old to be believed');

function silentFor(milliseconds: number): BackendState {
  const fault = new BackendFault('silent', `it gave no answer within ${milliseconds} ms`);
  return { up: false, latencyMs: milliseconds, fault };
}

/** The answer, or null where it does not come in time. What has arrived by then counts, although this process was too busy to read it. */
function within<T>(answer: Promise<T>, milliseconds: number): Promise<T | null> {
  return new Promise((resolve) => {
    const giveUp = (): void => {
      resolve(null);
    };
    // Between timers and immediates the event loop reads its sockets: twice, since one reading may not be all.
    const timer = setTimeout(() => setImmediate(() => setImmediate(giveUp)), milliseconds);
    timer.unref();
    void answer.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}
