export { backoff, backoffMs, type BackoffSettings } from './backoff';
export {
  type CircuitBreakerSettings,
  CircuitBreaker,
  CircuitOpenError,
  type CircuitState,
} from './circuit-breaker';
export { Retry, type RetrySettings } from './retry';
