import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { BackendFault, Logger, Outages } from '@somabrain/kernel';
import type { BackendIndicator } from './backend-indicator';
import { type BackendState, BackendWatch } from './backend-watch';
import { Backends } from './backends';
import { plainReason } from './plain-reason';

/** So long a backend that has never answered may need to come about: the groups of Kafka take their time to form. */
const COMING_UP_MS = 15_000;

/** Watches every backend of the process while it runs. The start waits for what the first questions find, a second at most. */
@Injectable()
export class BackendProbes implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly watches = new Map<BackendIndicator, BackendWatch>();
  private readonly seen = new Set<string>();
  private readonly outages: Outages;
  private begunAt: number | null = null;

  constructor(
    private readonly backends: Backends,
    private readonly indicators: HealthIndicatorService,
    logger: Logger,
  ) {
    this.outages = Outages.of(logger);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.begunAt = performance.now();
    await Promise.all(this.backends.list().map(({ indicator }) => this.watchOf(indicator).begin()));
  }

  beforeApplicationShutdown(): void {
    for (const watch of this.watches.values()) watch.end();
  }

  /** What is known of a backend now. */
  state(indicator: BackendIndicator): BackendState {
    return this.watchOf(indicator).state();
  }

  private watchOf(indicator: BackendIndicator): BackendWatch {
    let watch = this.watches.get(indicator);
    if (!watch) {
      watch = new BackendWatch(indicator, this.indicators, (state) => {
        this.note(indicator.name, state);
      });
      this.watches.set(indicator, watch);
    }
    return watch;
  }

  private note(backend: string, { up, fault }: BackendState): void {
    if (up) {
      this.seen.add(backend);
      this.outages.answered(backend);
    } else if (this.seen.has(backend) || this.isLate(fault)) {
      this.outages.failed(backend, plainReason(fault), fault ?? undefined);
    }
  }

  /** Whether a backend that has never answered ought to have by now. Credentials are not refused by what is still coming up. */
  private isLate(fault: Error | null): boolean {
    if (fault instanceof BackendFault && fault.kind === 'credentials') return true;
    return this.begunAt !== null && performance.now() - this.begunAt > COMING_UP_MS;
  }
}
