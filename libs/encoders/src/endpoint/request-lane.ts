import { monotonicClock } from '@somabrain/kernel';
import { CircuitBreaker, CircuitOpenError } from '@somabrain/resilience';
import { EncoderFailure, type EncoderFailureReason } from '@somabrain/retrieval';
import type { EncoderObserver, TextKind } from '../encoder-observer';
import { Lane } from '../lane';
import type { EmbeddingsAnswer } from './embeddings-answer';
import type { EndpointConnection } from './endpoint-connection';
import type { EndpointSettings } from './endpoint-settings';

/** Who has less time left is not asked for: no endpoint would answer, and it would count as its failure. */
const LEAST_MS = 10;

/** What says nothing about the endpoint's health. */
const NO_FAULT: ReadonlySet<EncoderFailureReason> = new Set(['refused', 'rate_limited', 'overloaded']);

/** When the endpoint may be asked again after it was asked too often; of all requests to it. */
export interface Pause {
  until: number;
}

/** The requests of one kind: how many at a time, with a circuit breaker. What is wrong for questions only does not stop passages. */
export class RequestLane {
  private readonly lane: Lane;
  private readonly breaker: CircuitBreaker;

  constructor(
    private readonly kind: TextKind,
    private readonly settings: EndpointSettings,
    private readonly connection: EndpointConnection,
    private readonly pause: Pause,
    private readonly observer: EncoderObserver,
  ) {
    this.lane = new Lane(settings.concurrency, settings.waiting);
    this.breaker = new CircuitBreaker({
      failuresToOpen: settings.failuresToPause,
      openMs: settings.pauseMs,
      isFailure: (error) => !(error instanceof EncoderFailure && NO_FAULT.has(error.reason)),
      onState: (state) => observer.breaker(kind, state),
    });
    observer.breaker(kind, this.breaker.state);
  }

  /** @param signal fires at the deadline. @throws EncoderFailure */
  async ask(
    inputs: readonly string[],
    signal: AbortSignal,
    deadlineAt = Infinity,
  ): Promise<EmbeddingsAnswer> {
    const start = monotonicClock.now();
    let outcome: 'answered' | EncoderFailureReason = 'answered';
    try {
      const answer = await this.lane.run(() => this.send(inputs, deadlineAt), signal);
      this.observer.encoded(this.kind, inputs.length, answer.tokens);
      return answer;
    } catch (error) {
      const failure = this.failureOf(error);
      outcome = failure.reason;
      throw failure;
    } finally {
      this.observer.asked(this.kind, outcome, (monotonicClock.now() - start) / 1000);
    }
  }

  private async send(inputs: readonly string[], deadlineAt: number): Promise<EmbeddingsAnswer> {
    const now = monotonicClock.now();
    const allowedMs = Math.min(this.settings.timeoutMs, deadlineAt - now);
    if (allowedMs < LEAST_MS)
      throw new EncoderFailure('late', 'There was no time left to ask the embedding endpoint');
    if (now < this.pause.until) throw this.stillLimited(now);
    return this.breaker.run(() => this.connection.embed(inputs, allowedMs));
  }

  private stillLimited(now: number): EncoderFailure {
    const retryAfterMs = Math.ceil(this.pause.until - now);
    const message = 'The embedding endpoint asked to be left alone for a while; it is not asked yet';
    return new EncoderFailure('rate_limited', message, { retryAfterMs });
  }

  private failureOf(error: unknown): EncoderFailure {
    if (error instanceof EncoderFailure) {
      if (error.reason === 'rate_limited')
        this.pause.until = Math.max(this.pause.until, monotonicClock.now() + (error.retryAfterMs ?? 0));
      return error;
    }
    if (!(error instanceof CircuitOpenError)) throw error;
    const message = 'The embedding endpoint failed several times in a row; it is not asked for a while';
    return new EncoderFailure('paused', message, { retryAfterMs: this.settings.pauseMs, cause: error });
  }
}
