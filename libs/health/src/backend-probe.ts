import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { Logger } from '@somabrain/kernel';
import type { BackendIndicator } from './backend-indicator';

const PROBE_TIMEOUT_MS = 1_000;
const PROBE_CACHE_MS = 1_000;

/** What a probe found. */
export interface ProbeOutcome {
  readonly up: boolean;
  /** Milliseconds until the backend answered or the probe gave up. */
  readonly latencyMs: number;
}

/** What Terminus reports of an attempt, with the latency added by `timed`. */
interface AttemptResult {
  readonly status: string;
  readonly responseTime?: number;
  readonly latencyMs?: number;
  readonly message?: string;
}

/** Asks a backend at most once a second, for at most a second, however many callers want to know. */
@Injectable()
export class BackendProbe {
  private readonly down = new Set<string>();

  constructor(
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(Logger) private readonly logger: Logger,
  ) {}

  async probe(backend: BackendIndicator): Promise<ProbeOutcome> {
    const results: Readonly<Record<string, AttemptResult>> = await this.indicators
      .check(backend.name)
      .attempt(() => timed(backend))
      .withTimeout(PROBE_TIMEOUT_MS)
      .cacheFor(PROBE_CACHE_MS);
    const result = results[backend.name];
    const up = result?.status === 'up';
    this.noteChange(backend.name, up, result?.message);
    return { up, latencyMs: result?.latencyMs ?? result?.responseTime ?? PROBE_TIMEOUT_MS };
  }

  /** One line when a backend goes and one when it is back, however often it is asked. */
  private noteChange(backend: string, up: boolean, reason: string | undefined): void {
    if (up === !this.down.has(backend)) return;
    if (up) {
      this.down.delete(backend);
      this.logger.info({ backend }, 'a backend answers again');
    } else {
      this.down.add(backend);
      this.logger.error({ backend, reason }, 'a backend does not answer');
    }
  }
}

/** Terminus rounds to whole milliseconds, which is 0 for most backends; a tenth is kept here. */
async function timed(backend: BackendIndicator): Promise<{ latencyMs: number }> {
  const start = performance.now();
  await backend.ping();
  return { latencyMs: Math.round((performance.now() - start) * 10) / 10 };
}
