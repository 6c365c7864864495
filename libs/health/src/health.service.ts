import { Injectable } from '@nestjs/common';
import { BACKEND_NAMES, type BackendName } from './backend-indicator';
import { BackendProbes } from './backend-probes';
import type { BackendState } from './backend-watch';
import { Backends, type RegisteredBackend } from './backends';
import { HealthSettings } from './health-settings';
import type { ComponentReport, HealthReport, HealthStatus, MemoryReport } from './health-report';
import { plainReason } from './plain-reason';

const NOT_CONFIGURED: ComponentReport = { status: 'not_configured' };

/** Why a process takes no requests, or that it does. */
export type Readiness = 'ready' | 'stopping' | `${BackendName}_down`;

interface ProbedBackend extends RegisteredBackend {
  readonly found: BackendState;
}

/** Answers whether this process can serve, and how its backends are: from what is known of them, at once. */
@Injectable()
export class HealthService {
  private isStopping = false;

  constructor(
    private readonly backends: Backends,
    private readonly probes: BackendProbes,
    private readonly settings: HealthSettings,
  ) {}

  /** From now on the process is not ready, so that load balancers send it nothing new. */
  beginStopping(): void {
    this.isStopping = true;
  }

  /** Whether the process has begun to stop. */
  get stopping(): boolean {
    return this.isStopping;
  }

  readiness(): Readiness {
    if (this.isStopping) return 'stopping';
    const missing = this.known().find(isMissed);
    return missing ? `${missing.indicator.name}_down` : 'ready';
  }

  report(): HealthReport {
    const probed = this.known();
    const status = statusOf(probed);
    const components = componentsOf(probed);
    const ok = (name: BackendName) => components[name].status !== 'unhealthy';
    return {
      status,
      timestamp: new Date().toISOString(),
      components,
      version: this.settings.version,
      mode: this.settings.mode,
      ok: !probed.some(({ required, found }) => required && !found.up),
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

  private known(): ProbedBackend[] {
    return this.backends
      .list()
      .map((backend) => ({ ...backend, found: this.probes.state(backend.indicator) }));
  }
}

function isMissed({ indispensable, found }: ProbedBackend): boolean {
  return indispensable && !found.up;
}

function statusOf(probed: readonly ProbedBackend[]): HealthStatus {
  if (probed.some(isMissed)) return 'unhealthy';
  return probed.every(({ found }) => found.up) ? 'healthy' : 'degraded';
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
  const { reason } = postgres;
  return { status: up ? 'embedded' : 'unhealthy', http: up, ...(reason !== undefined && { reason }) };
}

function reportOf({ indicator, required, found }: ProbedBackend): ComponentReport {
  const well = indicator.embedded ? 'embedded' : 'healthy';
  return {
    status: found.up ? well : 'unhealthy',
    ...(found.latencyMs !== null && { latency_ms: found.latencyMs }),
    required,
    ...(!found.up && { reason: plainReason(found.fault) }),
  };
}
