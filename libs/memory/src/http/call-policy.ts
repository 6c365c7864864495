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
   * Makes a call. @param repeatable whether it may be made more than once
   * @throws Problem MEMORY_UNAVAILABLE; what the call threw, but for MemoryFailure
   */
  async run<T>(repeatable: boolean, call: () => Promise<T>): Promise<T> {
    try {
      return await (repeatable ? this.again : this.once).execute(call);
    } catch (error) {
      throw error instanceof MemoryFailure || error instanceof BrokenCircuitError
        ? unavailable(error)
        : error;
    }
  }
}

function unavailable(cause: MemoryFailure | BrokenCircuitError): Problem {
  const nothing = cause instanceof BrokenCircuitError || cause.unseen;
  const detail = nothing
    ? 'The memory service cannot be reached; nothing was stored'
    : 'The memory service gave no answer; a write may be stored or not: repeat it with the same Idempotency-Key';
  return new Problem('MEMORY_UNAVAILABLE', detail, { cause });
}
