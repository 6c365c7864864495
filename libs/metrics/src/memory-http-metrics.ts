import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BREAKER_STATES = { closed: 0, half_open: 1, open: 2 } as const;

/** What a process counts that asks a memory service over HTTP. */
@Injectable()
export class MemoryHttpMetrics {
  private readonly requests: Counter<'operation' | 'outcome'>;
  private readonly durations: Histogram<'operation'>;
  private readonly breakerState: Gauge;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.requests = new Counter({
      name: 'somabrain_memory_http_requests_total',
      help: 'Requests to the memory service: answered, answered with a problem, or without an answer (unavailable)',
      labelNames: ['operation', 'outcome'],
      registers,
    });
    this.durations = new Histogram({
      name: 'somabrain_memory_http_duration_seconds',
      help: 'Duration of memory service calls, retries included, in seconds',
      labelNames: ['operation'],
      buckets: SECONDS,
      registers,
    });
    this.breakerState = new Gauge({
      name: 'somabrain_memory_circuit_breaker_state',
      help: 'Circuit breaker of the memory service: 0 closed, 1 half open, 2 open',
      registers,
    });
  }

  /** @param operation name of a use case, one of a few */
  asked(operation: string, outcome: 'answered' | 'problem' | 'unavailable', seconds: number): void {
    this.requests.inc({ operation, outcome });
    this.durations.observe({ operation }, seconds);
  }

  breaker(state: keyof typeof BREAKER_STATES): void {
    this.breakerState.set(BREAKER_STATES[state]);
  }
}
