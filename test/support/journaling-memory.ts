import { Database } from '@somabrain/database';
import type { TenantContext } from '@somabrain/kernel';
import { JournalingMemoryService, MemoryConnection, WriteJournal } from '@somabrain/memory';
import { MemoryHttpMetrics, MetricsRegistry } from '@somabrain/metrics';
import { remoteMemory } from './memory-apart';
import { quietLogger } from './test-database';

/** A memory service, wherever it is, whose writes are queued in the journal of a database while it is unavailable. */
export class JournalingMemory {
  /** Writes that the journal accepted. */
  accepted = 0;
  readonly quotaRefusals: TenantContext[] = [];
  readonly service: JournalingMemoryService;
  private readonly database: Database;
  private readonly connection: MemoryConnection;
  private readonly journal: WriteJournal;

  /** @param endpoint of the memory service */
  constructor(
    dsn: string,
    endpoint: string,
    { timeoutMs = 10_000, writeDailyLimit = null as number | null } = {},
  ) {
    this.database = new Database({ dsn, poolSize: 4 }, quietLogger());
    this.connection = new MemoryConnection(
      remoteMemory(endpoint, { timeoutMs, journal: true }),
      new MemoryHttpMetrics(new MetricsRegistry()),
    );
    const observer = {
      accepted: (writes: number) => void (this.accepted += writes),
      quotaExceeded: (context: TenantContext) => void this.quotaRefusals.push(context),
      sealed: () => undefined,
      committed: () => undefined,
    };
    const settings = { writeQueueMax: 10_000, writeDailyLimit };
    this.journal = new WriteJournal(this.database, settings, observer, quietLogger());
    this.service = new JournalingMemoryService(this.connection, this.journal);
  }

  async close(): Promise<void> {
    await this.journal.close();
    await this.connection.close();
    await this.database.close();
  }
}
