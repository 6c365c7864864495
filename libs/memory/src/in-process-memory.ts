import type { AccessLog } from '@somabrain/audit';
import { type Database, GroupCommit } from '@somabrain/database';
import { type Logger, Problem, type TenantContext } from '@somabrain/kernel';
import {
  loadRankingAssets,
  type RankingAssets,
  type RankingConstants,
  type RankingFiles,
} from '@somabrain/retrieval';
import { AccessRecords } from './recall/access-records';
import { OLD_CHANGES } from './maintenance/change-pruning';
import { ExpiryPurge } from './maintenance/expiry-purge';
import { Forget } from './forget/forget';
import { KEY_RETENTION, OLD_IDEMPOTENCY_KEYS } from './maintenance/idempotency-pruning';
import { InProcessMemoryService } from './in-process-memory-service';
import type { WriteObserver } from './in-process-parts';
import { journalDrainer } from './journal/journal-drainer';
import type { DrainObserver } from './journal/tenant-drain';
import { MemoryWriter } from './postgres/memory-writer';
import { LocalEngine } from './ranking/local-engine';
import type { IndexObserver, RankingEngine } from './ranking/ranking-engine';
import { readRankingFiles } from './ranking/ranking-files';
import { ThreadedEngine } from './ranking/threads/threaded-engine';
import { Recall, type RecallObserver } from './recall/recall';
import { ExportMemories } from './transfer/export-memories';
import { ImportMemories } from './transfer/import-memories';
import { formRenewal, type RenewalObserver } from './renewal/form-renewal';
import { Maintenance } from './maintenance/maintenance';
import { Pruning } from './maintenance/pruning';
import type { ShardedWork } from './maintenance/sharded-work';
import { MemoryWrites } from './postgres/memory-writes';
import { weightOfWrite } from './postgres/write-weight';

export interface InProcessMemorySettings {
  /** Budget of all indexes together. */
  readonly indexMemoryBytes: number;
  /** The ranking constants of the deployment; feedback adapts some of them for each tenant. */
  readonly ranking: RankingConstants;
  /** Paths of the metadata whose words are searched. */
  readonly searchableMetadata: readonly string[];
  /** Threads that analyse and rank; 0: the one that answers requests. */
  readonly rankingThreads: number;
  /** Memories of a namespace from which its index is stored beside them, and loaded from there; 0: never. */
  readonly indexSnapshotsFrom: number;
  /** Operations that may wait for group commit. */
  readonly writeQueueMax: number;
  readonly changeRetentionDays: number;
  /** What a tenant may store or change a day (UTC) unless it has a limit of its own; null: as much as it likes. */
  readonly writeDailyLimit: number | null;
}

/** What the memory tells its metrics. */
export interface MemoryObserver
  extends IndexObserver, RecallObserver, WriteObserver, DrainObserver, RenewalObserver {
  /** @param operations how many a group committed together */
  writeGroup(operations: number): void;
}

/** What the memory tells the audit. */
export interface MemoryAudit {
  readonly accessLog: AccessLog;
  /** @param records of the stream `operations` in a group that is about to commit */
  readonly sealed: (records: number) => void;
  /** Called when writes were committed whose audit records wait to be published. */
  readonly committed: () => void;
  /** Called for every write that the daily quota refused. */
  readonly quotaExceeded: (context: TenantContext) => void;
}

/** Long-term memory in this process: the service, its chores, and how it ends. */
export interface InProcessMemory {
  readonly service: InProcessMemoryService;
  readonly maintenance: Maintenance;
  readonly drainer: ShardedWork;
  readonly renewal: ShardedWork;
  /** Answers what waits and takes no more. */
  close(): Promise<void>;
}

/** Puts the parts together. @throws when the word lists or the encoder are missing or damaged */
export async function createInProcessMemory(
  database: Database,
  settings: InProcessMemorySettings,
  observer: MemoryObserver,
  audit: MemoryAudit,
  logger: Logger,
): Promise<InProcessMemory> {
  const files = await readRankingFiles();
  const assets = loadRankingAssets(files);
  const writes = startWrites(database, assets.version, settings, observer, audit, logger);
  const engine = await startEngine(database, files, assets, settings, observer, logger);
  const access = new AccessRecords(audit.accessLog);
  const recall = new Recall(database, engine, observer, settings.ranking.linkWeight, assets);
  const maintenance = new Maintenance(
    database,
    [
      new ExpiryPurge(database, writes),
      new Pruning(database, OLD_CHANGES, `${settings.changeRetentionDays} days`),
      new Pruning(database, OLD_IDEMPOTENCY_KEYS, KEY_RETENTION),
    ],
    logger,
  );
  const drainer = journalDrainer({ database, writes, assets, engine, access, observer }, logger);
  const renewal = formRenewal(database, engine, assets.version, observer, logger);
  return {
    service: new InProcessMemoryService({
      database,
      writes,
      recalls: recall,
      forgets: new Forget(database, writes),
      exports: new ExportMemories(database, access),
      imports: new ImportMemories(database, writes, engine, logger),
      access,
      assets,
      engine,
      observer,
      quotaExceeded: audit.quotaExceeded,
      defect: (error) => defectOf(error, logger),
    }),
    maintenance,
    drainer,
    renewal,
    close: async () => {
      await Promise.all([maintenance.stop(), drainer.close(), renewal.close()]);
      await writes.close();
      await engine.close();
    },
  };
}

/** Where groups of writes are committed. */
function startWrites(
  database: Database,
  version: string,
  settings: InProcessMemorySettings,
  observer: MemoryObserver,
  audit: MemoryAudit,
  logger: Logger,
): MemoryWrites {
  const writer = new MemoryWriter(version, settings.writeDailyLimit, (records) => {
    audit.sealed(records);
  });
  const onGroup = (operations: number): void => {
    observer.writeGroup(operations);
    audit.committed();
  };
  return new MemoryWrites(
    new GroupCommit(
      database,
      writer,
      { capacity: settings.writeQueueMax, weightOf: weightOfWrite, onGroup },
      logger,
    ),
  );
}

/** Where texts are analysed and ranked. */
async function startEngine(
  database: Database,
  files: RankingFiles,
  assets: RankingAssets,
  settings: InProcessMemorySettings,
  observer: IndexObserver,
  logger: Logger,
): Promise<RankingEngine> {
  const { rankingThreads: threads, indexMemoryBytes: budgetBytes, ranking: constants } = settings;
  const { searchableMetadata: searchable, indexSnapshotsFrom: snapshotsFrom } = settings;
  const indexes = { budgetBytes, constants, searchable, snapshotsFrom };
  if (threads === 0) return new LocalEngine(database, assets, indexes, observer, logger);
  return ThreadedEngine.start(database.settings, { threads, files, ...indexes }, observer, logger);
}

/** What a caller sees of an error that is ours: nothing but where to look. */
function defectOf(err: unknown, logger: Logger): Problem {
  const problem = new Problem('INTERNAL', 'The item could not be stored; the log has the reason');
  logger.error({ err, code: problem.code }, problem.message);
  return problem;
}
