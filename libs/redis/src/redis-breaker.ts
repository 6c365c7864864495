import type { Logger } from '@somabrain/kernel';
import { CircuitBreaker } from '@somabrain/resilience';

const FAILURES_TO_OPEN = 3;
const OPEN_MS = 1_000;

/**
 * Makes a circuit breaker for calls of Redis, so that a request soon stops waiting for a Redis that is away.
 * @param texts log lines: one when Redis stops answering, one when it answers again, however often it is asked
 */
export function redisBreaker(
  logger: Logger,
  texts: { readonly outage: string; readonly recovery: string },
): CircuitBreaker {
  return new CircuitBreaker({
    failuresToOpen: FAILURES_TO_OPEN,
    openMs: OPEN_MS,
    onOutage: (err) => {
      logger.warn({ err }, texts.outage);
    },
    onRecovery: () => {
      logger.info({}, texts.recovery);
    },
  });
}
