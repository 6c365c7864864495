import { Inject, Injectable } from '@nestjs/common';
import { BACKEND_NAMES, type BackendName } from './backend-indicator';
import { BackendProbe, type ProbeOutcome } from './backend-probe';
import { Backends, type RegisteredBackend } from './backends';
import { HealthSettings } from './health-settings';
import type { ComponentReport, HealthReport, HealthStatus, MemoryReport } from './health-report';

const NOT_CONFIGURED: ComponentReport = { status: 'not_configured' };

/** Why a process takes no requests, or that it does. */
export type Readiness = 'ready' | 'stopping' | `${BackendName}_down`;

interface ProbedBackend extends RegisteredBackend {
  readonly outcome: ProbeOutcome;
}

/** Answers whether this process can serve, and how its backends are. */
@Injectable()
export class HealthService {
  private isStopping = false;

  constructor(
    @Inject(Backends) private readonly backends: Backends,
    @Inject(BackendProbe) private readonly probes: BackendProbe,
    @Inject(HealthSettings) private readonly settings: HealthSettings,
  ) {}

  /** From now on the process is not ready, so that load balancers send it nothing new. */
  beginStopping(): void {
    this.isStopping = true;
  }

  /** Whether the process has begun to stop. */
  get stopping(): boolean {
    return this.isStopping;
  }

  async readiness(): Promise<Readiness> {
    if (this.isStopping) return 'stopping';
    const missing = (await this.probe()).find(isMissed);
    return missing ? `${missing.indicator.name}_down` : 'ready';
  }

  async report(): Promise<HealthReport> {
    const probed = await this.probe();
    const status = statusOf(probed);
    const components = componentsOf(probed);
    const ok = (name: BackendName) => components[name].status !== 'unhealthy';
    return {
      status,
      timestamp: new Date().toISOString(),
      components,
      version: this.settings.version,
      mode: this.settings.mode,
      ok: !probed.some(({ required, outcome }) => required && !outcome.up),
      ready: status !== 'unhealthy' && !this.isStopping,
      redis_ok: ok('redis'),
      postgres_ok: ok('postgres'),
      kafka_ok: ok('kafka'),
      opa_ok: ok('opa'),
      memory_ok: ok('memory'),
      embedder_ok: true,
      api_version: 1,
    };
  }

  private probe(): Promise<ProbedBackend[]> {
    return Promise.all(
      this.backends.list().map(async (backend) => ({
        ...backend,
        outcome: await this.probes.probe(backend.indicator),
      })),
    );
  }
}

function isMissed({ indispensable, outcome }: ProbedBackend): boolean {
  return indispensable && !outcome.up;
}

function statusOf(probed: readonly ProbedBackend[]): HealthStatus {
  if (probed.some(isMissed)) return 'unhealthy';
  return probed.every(({ outcome }) => outcome.up) ? 'healthy' : 'degraded';
}

function componentsOf(probed: readonly ProbedBackend[]): HealthReport['components'] {
  const found = new Map(probed.map((backend) => [backend.indicator.name, reportOf(backend)]));
  const components = Object.fromEntries(
    BACKEND_NAMES.map((name) => [name, found.get(name) ?? NOT_CONFIGURED]),
  ) as Record<BackendName, ComponentReport>;
  return { ...components, memory: memoryReport(found.get('memory'), components.postgres) };
}

/** Memories in this process are as well as the Postgres they lie in. */
function memoryReport(memory: ComponentReport | undefined, postgres: ComponentReport): MemoryReport {
  if (memory) return { ...memory, http: memory.status !== 'unhealthy' };
  const up = postgres.status !== 'unhealthy';
  return { status: up ? 'embedded' : 'unhealthy', http: up };
}

function reportOf({ indicator, required, outcome: { up, latencyMs } }: ProbedBackend): ComponentReport {
  const well = indicator.embedded ? 'embedded' : 'healthy';
  return { status: up ? well : 'unhealthy', latency_ms: latencyMs, required };
}
