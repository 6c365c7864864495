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

/** A backend may be down because one before it is: the first that is down is the one to name. */
const ORDER: readonly BackendName[] = ['postgres', 'memory', 'opa', 'redis', 'kafka'];

/** The backends of this process. The module that opens one registers it in `onModuleInit`: the probes begin after that. */
export class Backends {
  private readonly registered = new Map<BackendName, RegisteredBackend>();

  /** Adds a backend, or replaces the one of its name. */
  register(indicator: BackendIndicator, need: BackendNeed): void {
    this.registered.set(indicator.name, { indicator, ...need });
  }

  list(): readonly RegisteredBackend[] {
    return ORDER.flatMap((name) => this.registered.get(name) ?? []);
  }
}

/** Offers the one list of backends. */
@Module({ providers: [Backends], exports: [Backends] })
export class BackendsModule {}
