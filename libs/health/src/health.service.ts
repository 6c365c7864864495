import { Inject, Injectable } from '@nestjs/common';
import type { BackendIndicator } from './backend-indicator';
import { BackendProbe, type ProbeOutcome } from './backend-probe';
import { Backends } from './backends';
import { HealthSettings } from './health-settings';
import type { ComponentReport, HealthReport, MemoryReport } from './health-report';

const NOT_CONFIGURED: ComponentReport = { status: 'not_configured' };

/** Why a process takes no requests, or that it does. */
export type Readiness = 'ready' | 'stopping' | 'postgres_down' | 'memory_down';

/** What the probes of all backends found. */
interface Outcomes {
  readonly postgres: ProbeOutcome;
  /** Null where there is no memory service to ask. */
  readonly memory: ProbeOutcome | null;
}

/** Answers whether this process can serve: without Postgres, and without the memory service where it is apart, nothing can be answered. */
@Injectable()
export class HealthService {
  private stopping = false;

  constructor(
    @Inject(Backends) private readonly backends: Backends,
    @Inject(BackendProbe) private readonly probes: BackendProbe,
    @Inject(HealthSettings) private readonly settings: HealthSettings,
  ) {}

  /** From now on the process is not ready, so that load balancers send it nothing new. */
  beginStopping(): void {
    this.stopping = true;
  }

  async readiness(): Promise<Readiness> {
    if (this.stopping) return 'stopping';
    const { postgres, memory } = await this.probe();
    if (!postgres.up) return 'postgres_down';
    return memory === null || memory.up ? 'ready' : 'memory_down';
  }

  async report(): Promise<HealthReport> {
    const outcomes = await this.probe();
    const memory = memoryReport(this.backends, outcomes);
    const ok = outcomes.postgres.up && memory.http;
    return {
      status: ok ? 'healthy' : 'unhealthy',
      timestamp: new Date().toISOString(),
      components: {
        redis: NOT_CONFIGURED,
        postgres: reportOf(this.backends.postgres, outcomes.postgres),
        kafka: NOT_CONFIGURED,
        opa: NOT_CONFIGURED,
        memory,
      },
      version: this.settings.version,
      mode: this.settings.mode,
      ok,
      ready: ok && !this.stopping,
      redis_ok: true,
      postgres_ok: outcomes.postgres.up,
      kafka_ok: true,
      opa_ok: true,
      memory_ok: memory.http,
      embedder_ok: true,
      api_version: 1,
    };
  }

  private async probe(): Promise<Outcomes> {
    const [postgres, memory] = await Promise.all([
      this.probes.probe(this.backends.postgres),
      this.backends.memory && this.probes.probe(this.backends.memory),
    ]);
    return { postgres, memory };
  }
}

/** Memories in this process are as well as the Postgres they lie in. */
function memoryReport(backends: Backends, { postgres, memory }: Outcomes): MemoryReport {
  if (backends.memory && memory) return { ...reportOf(backends.memory, memory), http: memory.up };
  return { status: postgres.up ? 'embedded' : 'unhealthy', http: postgres.up };
}

function reportOf(backend: BackendIndicator, { up, latencyMs }: ProbeOutcome): ComponentReport {
  if (!up) return { status: 'unhealthy', latency_ms: latencyMs };
  return { status: backend.embedded ? 'embedded' : 'healthy', latency_ms: latencyMs };
}
