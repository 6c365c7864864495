import { noAccessLog } from '@somabrain/audit';
import {
  createInProcessMemory,
  type InProcessMemory,
  type InProcessMemorySettings,
  type MemoryObserver,
} from '@somabrain/memory';
import type { Database } from '@somabrain/database';
import { RANKING_CONSTANTS } from '@somabrain/retrieval';
import { quietLogger } from './test-database';

/** Counts what the memory reports. */
export class CountingObserver implements MemoryObserver {
  readonly loads = { count: 0 };
  readonly evictions = { count: 0 };
  readonly restored = { count: 0 };
  readonly stored = { count: 0 };
  readonly damaged = { count: 0 };
  bytes = 0;
  renewed = 0;
  waiting: number | null = null;

  indexLoaded(): void {
    this.loads.count += 1;
  }

  indexEvicted(): void {
    this.evictions.count += 1;
  }

  indexMemory(bytes: number): void {
    this.bytes = bytes;
  }

  indexRestored(): void {
    this.restored.count += 1;
  }

  snapshotStored(): void {
    this.stored.count += 1;
  }

  snapshotDamaged(): void {
    this.damaged.count += 1;
  }

  namespaceRefused(): void {
    return;
  }

  recallStage(): void {
    return;
  }

  scoreNotFinite(): void {
    throw new Error('A score was not finite');
  }

  remembered(): void {
    return;
  }

  writeGroup(): void {
    return;
  }

  formsRenewed(count: number): void {
    this.renewed += count;
  }

  renewalWaits(tenants: number): void {
    this.waiting = tenants;
  }

  journalWaits(): void {
    return;
  }
}

/** A memory as one process of the service holds it. Several on one database are several processes to each other. */
export function openMemory(
  database: Database,
  settings: Partial<InProcessMemorySettings> = {},
  observer: MemoryObserver = new CountingObserver(),
): Promise<InProcessMemory> {
  const defaults = {
    ranking: RANKING_CONSTANTS,
    indexMemoryBytes: 256 * 1024 * 1024,
    searchableMetadata: ['title', 'name', 'author', 'subject'],
    rankingThreads: 0,
    indexSnapshotsFrom: 0,
    writeQueueMax: 10_000,
    changeRetentionDays: 7,
    writeDailyLimit: null,
  };
  const audit = {
    accessLog: noAccessLog,
    sealed: () => undefined,
    committed: () => undefined,
    quotaExceeded: () => undefined,
  };
  return createInProcessMemory(database, { ...defaults, ...settings }, observer, audit, quietLogger());
}
