import { Counter, Gauge, Histogram } from 'prom-client';
import type { MetricsRegistry } from './metrics-registry';

const SECONDS = [0.000_01, 0.000_05, 0.000_1, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.1, 0.5, 1];
const BREAKER_STATES = { closed: 0, half_open: 1, open: 2 } as const;

/** What is counted about the policy. */
export class PolicyMetrics {
  private readonly decisions: Counter<'decision'>;
  private readonly durations: Histogram;
  private readonly breakerState: Gauge;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.decisions = new Counter({
      name: 'somabrain_policy_decisions_total',
      help: 'Requests that the policy allowed or denied, or about which no decision could be had (unavailable)',
      labelNames: ['decision'],
      registers,
    });
    this.durations = new Histogram({
      name: 'somabrain_policy_decision_seconds',
      help: 'Seconds that a decision took which was not known from a moment ago',
      buckets: SECONDS,
      registers,
    });
    this.breakerState = new Gauge({
      name: 'somabrain_policy_circuit_breaker_state',
      help: 'Whether OPA is asked: 0 closed (asked), 1 half open (one request to see), 2 open (not asked)',
      registers,
    });
  }

  decided(decision: 'allow' | 'deny' | 'unavailable'): void {
    this.decisions.inc({ decision });
  }

  took(seconds: number): void {
    this.durations.observe(seconds);
  }

  breaker(state: keyof typeof BREAKER_STATES): void {
    this.breakerState.set(BREAKER_STATES[state]);
  }
}
