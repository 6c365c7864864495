import { Problem } from '@somabrain/kernel';
import { CircuitBreaker, CircuitOpenError, type CircuitState, Retry } from '@somabrain/resilience';
import { MemoryFailure } from './memory-failure';

const FAILURES_TO_OPEN = 5;
const OPEN_MS = 2_000;
const RETRIES = { retries: 2, firstMs: 20, longestMs: 200 };

/** What has to be known of a call when it fails. */
export interface CallKind {
  /** Whether it may be made more than once. */
  readonly repeatable: boolean;
  /** Whether it is to change something. */
  readonly writes: boolean;
}

/**
 * After five failures in a row no request is sent for two seconds, then one to see. What may be sent again is, up to twice after a lost
 * connection, with a pause of random length before it.
 */
export class CallPolicy {
  private readonly breaker: CircuitBreaker;
  private readonly retry = new Retry({
    ...RETRIES,
    isPassing: (error) => error instanceof MemoryFailure && error.broken,
  });

  /** @param onState called at each change of the circuit breaker */
  constructor(onState: (state: CircuitState) => void) {
    this.breaker = new CircuitBreaker({
      failuresToOpen: FAILURES_TO_OPEN,
      openMs: OPEN_MS,
      isFailure: (error) => error instanceof MemoryFailure,
      onState,
    });
  }

  /**
   * Makes a call.
   * @throws Problem MEMORY_UNAVAILABLE; what the call threw, but for MemoryFailure
   */
  async run<T>({ repeatable, writes }: CallKind, call: () => Promise<T>): Promise<T> {
    try {
      const throughBreaker = () => this.breaker.run(call);
      return await (repeatable ? this.retry.run(throughBreaker) : throughBreaker());
    } catch (error) {
      throw error instanceof MemoryFailure || error instanceof CircuitOpenError
        ? unavailable(error, writes)
        : error;
    }
  }
}

function unavailable(cause: MemoryFailure | CircuitOpenError, writes: boolean): Problem {
  const unseen = cause instanceof CircuitOpenError || cause.unseen;
  const what = unseen ? 'The memory service cannot be reached' : 'The memory service gave no answer';
  const then = unseen
    ? 'nothing was stored'
    : 'a write may be stored or not: repeat it with the same Idempotency-Key';
  return new Problem('MEMORY_UNAVAILABLE', `${what}; ${writes ? then : 'try again shortly'}`, { cause });
}
