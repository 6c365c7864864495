import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState as State,
  ConsecutiveBreaker,
  handleWhen,
} from 'cockatiel';

/** The circuit breaker is open: the call was not made. */
export { BrokenCircuitError as CircuitOpenError } from 'cockatiel';

/** Closed: calls are made. Open: none is. Half open: one is, to see whether it succeeds. */
export type CircuitState = 'closed' | 'half_open' | 'open';

export interface CircuitBreakerSettings {
  /** Failures in a row that open the circuit. */
  readonly failuresToOpen: number;
  /** Milliseconds that the circuit stays open before one call is made to see. */
  readonly openMs: number;
  /** Whether an error is a failure of the dependency; absent: each one is. */
  readonly isFailure?: (error: unknown) => boolean;
  /** Called at each change of the state, for a metric. */
  readonly onState?: (state: CircuitState) => void;
  /** Called at the first failure after a success, for a log. */
  readonly onOutage?: (error: unknown) => void;
  /** Called at the first success after a failure, for a log. */
  readonly onRecovery?: () => void;
}

/** Stops calling a dependency that fails several times in a row, and tries it again after a while. */
export class CircuitBreaker {
  private readonly policy: CircuitBreakerPolicy;
  private readonly isFailure: (error: unknown) => boolean;
  private isAnswering = true;

  constructor(private readonly settings: CircuitBreakerSettings) {
    const { failuresToOpen, openMs, isFailure = () => true, onState } = settings;
    this.isFailure = isFailure;
    this.policy = circuitBreaker(handleWhen(isFailure), {
      halfOpenAfter: openMs,
      breaker: new ConsecutiveBreaker(failuresToOpen),
    });
    if (onState) {
      this.policy.onStateChange((state) => {
        onState(nameOf(state));
      });
    }
  }

  get state(): CircuitState {
    return nameOf(this.policy.state);
  }

  /** Makes the call. @throws CircuitOpenError if the circuit is open; what the call throws */
  async run<T>(call: () => T | Promise<T>): Promise<T> {
    try {
      const answer = await this.policy.execute(call);
      this.noteSuccess();
      return answer;
    } catch (error) {
      if (!(error instanceof BrokenCircuitError) && this.isFailure(error)) this.noteFailure(error);
      throw error;
    }
  }

  private noteSuccess(): void {
    if (this.isAnswering) return;
    this.isAnswering = true;
    this.settings.onRecovery?.();
  }

  private noteFailure(error: unknown): void {
    if (!this.isAnswering) return;
    this.isAnswering = false;
    this.settings.onOutage?.(error);
  }
}

function nameOf(state: State): CircuitState {
  if (state === State.Closed) return 'closed';
  return state === State.HalfOpen ? 'half_open' : 'open';
}
