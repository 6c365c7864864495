import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';

const SECONDS = [0.000_01, 0.000_05, 0.000_1, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.1, 0.5, 1];
const BREAKER_STATES = { closed: 0, half_open: 1, open: 2 } as const;

/** What is counted about the policy. */
@Injectable()
export class PolicyMetrics {
  private readonly decisions: Counter<'decision'>;
  private readonly durations: Histogram;
  private readonly breakerState: Gauge;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.decisions = new Counter({
      name: 'somabrain_policy_decisions_total',
      help: 'Requests by policy decision: allowed, denied, or unavailable',
      labelNames: ['decision'],
      registers,
    });
    this.durations = new Histogram({
      name: 'somabrain_policy_decision_seconds',
      help: 'Duration of policy decisions that were not cached, in seconds',
      buckets: SECONDS,
      registers,
    });
    this.breakerState = new Gauge({
      name: 'somabrain_policy_circuit_breaker_state',
      help: 'Circuit breaker of OPA: 0 closed, 1 half open, 2 open',
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
