import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleType,
  handleWhen,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';
import { Problem } from '@somabrain/kernel';
import { MemoryFailure } from './memory-failure';

const FAILURES_TO_OPEN = 5;
const OPEN_MS = 2_000;
const ATTEMPTS = { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 20, maxDelay: 200 }) };

/** What has to be known of a call when it fails. */
export interface CallKind {
  /** Whether it may be made more than once. */
  readonly repeatable: boolean;
  /** Whether it is to change something. */
  readonly writes: boolean;
}

/** How the breaker stands, for the metric. */
export type BreakerState = 'closed' | 'half_open' | 'open';

/**
 * After five failures in a row no request is sent for two seconds, then one to see. What may be sent again is, up to twice after a lost
 * connection, with a pause of random length before it.
 */
export class CallPolicy {
  private readonly once: IPolicy;
  private readonly again: IPolicy;

  /** @param changed hears of every change of the breaker */
  constructor(changed: (state: BreakerState) => void) {
    const breaker = circuitBreaker(handleType(MemoryFailure), {
      halfOpenAfter: OPEN_MS,
      breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    });
    breaker.onStateChange((state) => {
      if (state === CircuitState.Closed) changed('closed');
      else changed(state === CircuitState.HalfOpen ? 'half_open' : 'open');
    });
    this.once = breaker;
    const worthAnother = handleWhen((error) => error instanceof MemoryFailure && error.broken);
    this.again = wrap(retry(worthAnother, ATTEMPTS), breaker);
  }

  /**
   * Makes a call.
   * @throws Problem MEMORY_UNAVAILABLE; what the call threw, but for MemoryFailure
   */
  async run<T>({ repeatable, writes }: CallKind, call: () => Promise<T>): Promise<T> {
    try {
      return await (repeatable ? this.again : this.once).execute(call);
    } catch (error) {
      throw error instanceof MemoryFailure || error instanceof BrokenCircuitError
        ? unavailable(error, writes)
        : error;
    }
  }
}

function unavailable(cause: MemoryFailure | BrokenCircuitError, writes: boolean): Problem {
  const unseen = cause instanceof BrokenCircuitError || cause.unseen;
  const what = unseen ? 'The memory service cannot be reached' : 'The memory service gave no answer';
  const then = unseen
    ? 'nothing was stored'
    : 'a write may be stored or not: repeat it with the same Idempotency-Key';
  return new Problem('MEMORY_UNAVAILABLE', `${what}; ${writes ? then : 'try again shortly'}`, { cause });
}
