import type { Database } from '@somabrain/database';
import type { Problem, TenantContext } from '@somabrain/kernel';
import type { RankingAssets } from '@somabrain/retrieval';
import type { Remembered } from './memory';
import type { AccessRecords } from './recall/access-records';
import type { Forget } from './forget/forget';
import type { RankingEngine } from './ranking/ranking-engine';
import type { Recall } from './recall/recall';
import type { ExportMemories } from './transfer/export-memories';
import type { ImportMemories } from './transfer/import-memories';
import type { MemoryWrites } from './postgres/memory-writes';

/** What is counted about writes. */
export interface WriteObserver {
  remembered(status: Remembered['status']): void;
}

/** The parts of the service. */
export interface InProcessParts {
  readonly database: Database;
  readonly writes: MemoryWrites;
  readonly recalls: Recall;
  readonly forgets: Forget;
  readonly exports: ExportMemories;
  readonly imports: ImportMemories;
  readonly access: AccessRecords;
  readonly assets: RankingAssets;
  readonly engine: RankingEngine;
  readonly observer: WriteObserver;
  /** Logs that an item failed by a defect of the service, and makes the problem that its caller may see. */
  readonly defect: (error: unknown) => Problem;
  /** Called for every write that the daily quota refused. */
  readonly quotaExceeded: (context: TenantContext) => void;
}
