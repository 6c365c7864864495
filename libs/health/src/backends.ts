import { Module } from '@nestjs/common';
import type { BackendIndicator, BackendName } from './backend-indicator';

/** What hangs on a backend. */
export interface BackendNeed {
  /** Whether `/health` says 503 while it is down. */
  readonly required: boolean;
  /** Whether nothing at all can be answered without it: then the process is not ready. */
  readonly indispensable: boolean;
}

export interface RegisteredBackend extends BackendNeed {
  readonly indicator: BackendIndicator;
}

/** The backends of this process. Whoever opens one registers it. */
export class Backends {
  private readonly registered = new Map<BackendName, RegisteredBackend>();

  register(indicator: BackendIndicator, need: BackendNeed): void {
    this.registered.set(indicator.name, { indicator, ...need });
  }

  list(): readonly RegisteredBackend[] {
    return [...this.registered.values()];
  }
}

/** Offers the one list of backends. */
@Module({ providers: [Backends], exports: [Backends] })
export class BackendsModule {}
