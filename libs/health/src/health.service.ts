import { Inject, Injectable } from '@nestjs/common';
import { BackendIndicator } from './backend-indicator';
import { BackendProbe, type ProbeOutcome } from './backend-probe';
import { HealthSettings } from './health-settings';
import type { ComponentReport, HealthReport } from './health-report';

const NOT_CONFIGURED: ComponentReport = { status: 'not_configured' };

/** Why a process takes no requests, or that it does. */
export type Readiness = 'ready' | 'stopping' | 'postgres_down';

/** Answers whether this process can serve. Memories live in Postgres, so without it nothing can be answered. */
@Injectable()
export class HealthService {
  private stopping = false;

  constructor(
    @Inject(BackendIndicator) private readonly postgres: BackendIndicator,
    @Inject(BackendProbe) private readonly backends: BackendProbe,
    @Inject(HealthSettings) private readonly settings: HealthSettings,
  ) {}

  /** From now on the process is not ready, so that load balancers send it nothing new. */
  beginStopping(): void {
    this.stopping = true;
  }

  async readiness(): Promise<Readiness> {
    if (this.stopping) return 'stopping';
    const { up } = await this.backends.probe(this.postgres);
    return up ? 'ready' : 'postgres_down';
  }

  async report(): Promise<HealthReport> {
    const outcome = await this.backends.probe(this.postgres);
    const { up } = outcome;
    return {
      status: up ? 'healthy' : 'unhealthy',
      timestamp: new Date().toISOString(),
      components: {
        redis: NOT_CONFIGURED,
        postgres: reportOf(this.postgres, outcome),
        kafka: NOT_CONFIGURED,
        opa: NOT_CONFIGURED,
        memory: { status: up ? 'embedded' : 'unhealthy', http: up },
      },
      version: this.settings.version,
      mode: this.settings.mode,
      ok: up,
      ready: up && !this.stopping,
      redis_ok: true,
      postgres_ok: up,
      kafka_ok: true,
      opa_ok: true,
      memory_ok: up,
      embedder_ok: true,
      api_version: 1,
    };
  }
}

function reportOf(backend: BackendIndicator, { up, latencyMs }: ProbeOutcome): ComponentReport {
  if (!up) return { status: 'unhealthy', latency_ms: latencyMs };
  return { status: backend.embedded ? 'embedded' : 'healthy', latency_ms: latencyMs };
}
