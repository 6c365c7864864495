/** How one backend is. `embedded`: this process runs it itself; `not_configured`: nothing asked for it. */
export type ComponentStatus = 'healthy' | 'unhealthy' | 'embedded' | 'not_configured';

export interface ComponentReport {
  readonly status: ComponentStatus;
  /** Milliseconds of the last probe; absent where there is nothing to probe. */
  readonly latency_ms?: number;
  /** Whether `/health` is 503 while it is down; absent where there is nothing to probe. */
  readonly required?: boolean;
  /** Why it is unhealthy, in plain words; absent where it is not. */
  readonly reason?: string;
}

export interface MemoryReport extends ComponentReport {
  /** Whether memories can be stored and recalled; the name is the original's. */
  readonly http: boolean;
}

/** `degraded`: something is down, and requests are still answered. */
export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

/** The body of `GET /health`: components for operators, flat flags for clients of the original. */
export interface HealthReport {
  readonly status: HealthStatus;
  readonly timestamp: string;
  readonly components: {
    readonly redis: ComponentReport;
    readonly postgres: ComponentReport;
    readonly kafka: ComponentReport;
    readonly opa: ComponentReport;
    readonly memory: MemoryReport;
  };
  readonly version: string;
  readonly mode: string;
  readonly ok: boolean;
  readonly ready: boolean;
  readonly redis_ok: boolean;
  readonly postgres_ok: boolean;
  readonly kafka_ok: boolean;
  readonly opa_ok: boolean;
  readonly memory_ok: boolean;
  readonly embedder_ok: boolean;
  readonly api_version: 1;
}
