import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  handleType,
} from 'cockatiel';
import { newId } from '@somabrain/kernel';
import type { PolicyMetrics } from '@somabrain/metrics';
import { Pool } from 'undici';
import { z } from 'zod';
import {
  DECISION_PATH,
  type PolicyDecision,
  PolicyEngine,
  PolicyFailure,
  type PolicyQuestion,
} from '../policy-engine';
import { readDecision } from '../read-decision';

const CONNECTIONS = 32;
const MOST_BYTES = 64 * 1024;
const FAILURES_TO_OPEN = 5;
const OPEN_MS = 2_000;

const Answer = z.object({
  decision_id: z.string().min(1).max(128).optional(),
  result: z.unknown().optional(),
});

export interface OpaServer {
  /** URL without a slash at its end. */
  readonly url: string;
  /** Milliseconds until an answer comes too late. */
  readonly timeoutMs: number;
}

/** Asks an OPA server. After five failures in a row it is not asked for two seconds, then once to see. */
export class HttpPolicyEngine extends PolicyEngine {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly breaker: CircuitBreakerPolicy;

  constructor(
    private readonly server: OpaServer,
    metrics: Pick<PolicyMetrics, 'breaker'>,
  ) {
    super();
    const { origin, pathname } = new URL(server.url);
    this.path = `${pathname.replace(/\/$/, '')}/v1/data/${DECISION_PATH}`;
    this.pool = new Pool(origin, { connections: CONNECTIONS, maxResponseSize: MOST_BYTES });
    this.breaker = circuitBreaker(handleType(PolicyFailure), {
      halfOpenAfter: OPEN_MS,
      breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    });
    metrics.breaker('closed');
    this.breaker.onStateChange((state) => {
      if (state === CircuitState.Closed) metrics.breaker('closed');
      else metrics.breaker(state === CircuitState.HalfOpen ? 'half_open' : 'open');
    });
  }

  async decide(question: PolicyQuestion): Promise<PolicyDecision> {
    try {
      return await this.breaker.execute(() => this.ask(question));
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new PolicyFailure('unreachable', 'OPA is not asked: it failed several times in a row', error);
    }
  }

  /** Asks past the breaker. @throws PolicyFailure */
  async ask(question: PolicyQuestion): Promise<PolicyDecision> {
    const { decision_id: id, result } = await this.post(JSON.stringify({ input: question }));
    return readDecision(result, id ?? newId());
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private async post(body: string): Promise<z.output<typeof Answer>> {
    const signal = AbortSignal.timeout(this.server.timeoutMs);
    try {
      const answer = await this.pool.request({
        method: 'POST',
        path: this.path,
        headers: { 'Content-Type': 'application/json' },
        body,
        signal,
      });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) {
        throw new PolicyFailure('refused', `OPA answered with status ${answer.statusCode}`);
      }
      return parsed(text);
    } catch (cause) {
      if (cause instanceof PolicyFailure) throw cause;
      if (signal.aborted)
        throw new PolicyFailure('late', `OPA gave no answer in ${this.server.timeoutMs} ms`, cause);
      throw new PolicyFailure('unreachable', 'OPA cannot be reached, or broke off', cause);
    }
  }
}

function parsed(text: string): z.output<typeof Answer> {
  try {
    return Answer.parse(JSON.parse(text));
  } catch (cause) {
    throw new PolicyFailure('malformed', 'OPA answered what is not {result}', cause);
  }
}
