import type { Secret } from '@somabrain/config';
import { CircuitBreaker, CircuitOpenError, type CircuitState } from '@somabrain/resilience';
import { Pool } from 'undici';
import { z } from 'zod';
import { PolicyFailure } from '../policy-engine';

const CONNECTIONS = 32;
const MOST_BYTES = 64 * 1024;
const FAILURES_TO_OPEN = 5;
const OPEN_MS = 2_000;

const Answer = z.object({
  decision_id: z.string().min(1).max(128).optional(),
  result: z.unknown().optional(),
});
export type OpaAnswer = z.output<typeof Answer>;

export interface OpaServer {
  /** URL without a slash at its end. */
  readonly url: string;
  /** Milliseconds until an answer comes too late. */
  readonly timeoutMs: number;
  /** Bearer token that OPA demands; absent or null: none is sent. */
  readonly token?: Secret | null;
}

/** A rule or a package of an OPA server. After five failures in a row it is not asked for two seconds, then once to see. */
export class OpaRule {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly breaker: CircuitBreaker;

  /**
   * @param rule its path with slashes
   * @param onBreaker told the state of the circuit breaker, at once and when it changes
   */
  constructor(
    private readonly server: OpaServer,
    rule: string,
    onBreaker: (state: CircuitState) => void = () => undefined,
  ) {
    const { origin, pathname } = new URL(server.url);
    this.path = `${pathname.replace(/\/$/, '')}/v1/data/${rule}`;
    this.pool = new Pool(origin, { connections: CONNECTIONS, maxResponseSize: MOST_BYTES });
    this.breaker = new CircuitBreaker({
      failuresToOpen: FAILURES_TO_OPEN,
      openMs: OPEN_MS,
      isFailure: (error) => error instanceof PolicyFailure,
      onState: onBreaker,
    });
    onBreaker(this.breaker.state);
  }

  /**
   * @param understand what is made of the answer; where it throws a PolicyFailure, that counts as a failure, too
   * @throws PolicyFailure
   */
  async ask<T>(input: unknown, understand: (answer: OpaAnswer) => T): Promise<T> {
    try {
      return await this.breaker.run(() => this.askAnyway(input, understand));
    } catch (error) {
      if (!(error instanceof CircuitOpenError)) throw error;
      throw new PolicyFailure('unreachable', 'OPA is not asked: it failed several times in a row', error);
    }
  }

  /** Asks past the breaker. @throws PolicyFailure */
  async askAnyway<T>(input: unknown, understand: (answer: OpaAnswer) => T): Promise<T> {
    return understand(await this.post(JSON.stringify({ input })));
  }

  /** Lets go of its connections. */
  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private async post(body: string): Promise<OpaAnswer> {
    const { timeoutMs, token } = this.server;
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await this.pool.request({
        method: 'POST',
        path: this.path,
        headers: {
          'Content-Type': 'application/json',
          ...(token && { Authorization: `Bearer ${token.reveal()}` }),
        },
        body,
        signal,
      });
      const text = await answer.body.text();
      if (answer.statusCode === 401 || answer.statusCode === 403) {
        throw new PolicyFailure(
          'denied',
          `OPA refuses the token (status ${answer.statusCode}): correct SOMABRAIN_OPA_TOKEN`,
        );
      }
      if (answer.statusCode !== 200) {
        throw new PolicyFailure('refused', `OPA answered with status ${answer.statusCode}`);
      }
      return parsed(text);
    } catch (cause) {
      if (cause instanceof PolicyFailure) throw cause;
      if (signal.aborted) throw new PolicyFailure('late', `OPA gave no answer in ${timeoutMs} ms`, cause);
      throw new PolicyFailure('unreachable', 'OPA cannot be reached, or broke off', cause);
    }
  }
}

function parsed(text: string): OpaAnswer {
  try {
    return Answer.parse(JSON.parse(text));
  } catch (cause) {
    throw new PolicyFailure('malformed', 'OPA answered what is not {result}', cause);
  }
}
