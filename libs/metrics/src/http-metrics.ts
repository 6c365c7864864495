import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';

/** Seconds: from a recall out of memory to the longest a statement may run. Alerts are about 0.5 and 2. */
const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

/** One answered request. */
export interface AnsweredRequest {
  readonly method: string;
  /** The route template, such as `/memories/:id`; never a raw path, which would make a series of every id. */
  readonly endpoint: string;
  readonly status: number;
  readonly seconds: number;
}

/** Counts and times requests, under the names of the deployment guide and of the original's dashboards. */
@Injectable()
export class HttpMetrics {
  private readonly requests: Counter<'method' | 'endpoint' | 'status'>;
  private readonly durations: Histogram<'method' | 'endpoint'>;
  private readonly originalRequests: Counter<'method' | 'path' | 'status'>;
  private readonly originalLatencies: Histogram<'method' | 'path'>;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.requests = new Counter({
      name: 'somabrain_requests_total',
      help: 'Answered HTTP requests by route template and status; 499 is a client that hung up',
      labelNames: ['method', 'endpoint', 'status'],
      registers,
    });
    this.durations = new Histogram({
      name: 'somabrain_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its answer',
      labelNames: ['method', 'endpoint'],
      buckets: LATENCY_BUCKETS,
      registers,
    });
    this.originalRequests = new Counter({
      name: 'somabrain_http_requests_total',
      help: 'The same as somabrain_requests_total, for older dashboards',
      labelNames: ['method', 'path', 'status'],
      registers,
    });
    this.originalLatencies = new Histogram({
      name: 'somabrain_http_latency_seconds',
      help: 'The same as somabrain_request_duration_seconds, for older dashboards',
      labelNames: ['method', 'path'],
      buckets: LATENCY_BUCKETS,
      registers,
    });
  }

  answered({ method, endpoint, status, seconds }: AnsweredRequest): void {
    this.requests.inc({ method, endpoint, status });
    this.durations.observe({ method, endpoint }, seconds);
    this.originalRequests.inc({ method, path: endpoint, status });
    this.originalLatencies.observe({ method, path: endpoint }, seconds);
  }
}
