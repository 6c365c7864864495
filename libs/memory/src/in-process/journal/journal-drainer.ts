import { Alarm, Outage, shardOf } from '@somabrain/audit';
import type { AdvisoryLocks, Database, GroupCommit } from '@somabrain/database';
import { type Logger, Problem, type TenantId } from '@somabrain/kernel';
import type { RankingAssets } from '@somabrain/retrieval';
import type { Remembered } from '../../memory';
import type { AccessRecords } from '../access-records';
import { nextTurn } from '../next-turn';
import type { Refused, RememberOperation, WriteOperation, WriteOutcome } from '../write-operation';
import { refused } from '../write-refusals';
import { operationOfRow } from './journal-operation';
import { type JournalRow, readJournal, setAside } from './journal-rows';

/** "jrnl" in ASCII: keeps the locks of the shards apart from other advisory locks of the database. */
const LOCK_SPACE = 0x6a726e6c;
const POLL_MS = 1_000;
const PAGE_ROWS = 200;
/** Memories prepared between two turns of the event loop. */
const PREPARED_AT_ONCE = 50;
const MOST_TENANTS = 1_000;
const TENANTS_AT_ONCE = 4;

const WAITING = {
  text: `select tenant_id, journaled::float8 as rows from tenant_heads where journaled > 0 order by tenant_id limit ${MOST_TENANTS}`,
};

/** Is told how the journal empties. */
export interface DrainObserver {
  /** @param rows that wait, of all tenants */
  journalWaits(rows: number): void;
  remembered(status: Remembered['status']): void;
}

/** The parts of the memory that the drainer puts to use. */
export interface DrainerParts {
  readonly database: Database;
  readonly writes: GroupCommit<WriteOperation, readonly WriteOutcome[]>;
  readonly assets: RankingAssets;
  readonly access: AccessRecords;
  readonly observer: DrainObserver;
}

/**
 * Stores what waits in the journal, each tenant's in the order it came. Any process that keeps memories may run one: each works on the shards
 * whose advisory lock it holds. A row is removed in the transaction that stores it, so it is stored once, whoever dies in between.
 */
export class JournalDrainer {
  private readonly locks: AdvisoryLocks;
  private readonly outage: Outage;
  private readonly pause = new Alarm();
  private running: Promise<void> | null = null;
  private closing = false;

  constructor(
    private readonly parts: DrainerParts,
    private readonly logger: Logger,
  ) {
    this.locks = parts.database.advisoryLocks(LOCK_SPACE);
    this.outage = new Outage('Storing what waits in the journal', logger);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Finishes what is under way. The rest waits for the next drainer. */
  async close(): Promise<void> {
    this.closing = true;
    this.pause.ring();
    await this.running;
    await this.locks.release();
  }

  private async run(): Promise<void> {
    while (!this.closing) {
      try {
        const done = await this.round();
        this.outage.worked();
        if (done === 0) await this.pause.sleep(POLL_MS);
      } catch (error) {
        await this.pause.sleep(this.outage.failed(error));
      }
    }
  }

  /** Stores a page of each tenant that this process works on. @returns how many rows are done with */
  private async round(): Promise<number> {
    const { database, observer } = this.parts;
    const waiting = await database.asMaintenance<{ tenant_id: TenantId; rows: number }>(WAITING, []);
    observer.journalWaits(waiting.reduce((sum, { rows }) => sum + rows, 0));
    if (waiting.length === 0) {
      await this.locks.release();
      return 0;
    }
    const held = await this.locks.take(shardsOf(waiting));
    const own = waiting.map(({ tenant_id: tenant }) => tenant).filter((tenant) => held.has(shardOf(tenant)));
    let done = 0;
    const failures: unknown[] = [];
    const left = own.values();
    const worker = async (): Promise<void> => {
      for (const tenant of left) {
        if (this.closing) return;
        await this.drain(tenant).then(
          (rows) => (done += rows),
          (error: unknown) => failures.push(error),
        );
      }
    };
    await Promise.all(Array.from({ length: TENANTS_AT_ONCE }, worker));
    if (failures.length > 0) throw failures[0];
    return done;
  }

  /** @returns how many rows of the tenant are done with @throws what keeps them from being stored now */
  private async drain(tenant: TenantId): Promise<number> {
    const rows = await readJournal(this.parts.database, tenant, PAGE_ROWS);
    const operations = await this.prepare(tenant, rows);
    const outcomes = await this.store(tenant, operations);
    for (const [index, operation] of operations.entries()) {
      // One that was refused among others has not met its own fate yet.
      const [outcome] = isRefused(outcomes[index])
        ? await this.store(tenant, [operation])
        : [outcomes[index]];
      await this.conclude(tenant, operation, outcome);
    }
    return rows.length;
  }

  private async prepare(tenant: TenantId, rows: readonly JournalRow[]): Promise<RememberOperation[]> {
    const operations: RememberOperation[] = [];
    for (const row of rows) {
      try {
        operations.push(operationOfRow(this.parts.assets, tenant, row));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        await this.setAside(tenant, Number(row.seq), error);
      }
      if (operations.length % PREPARED_AT_ONCE === 0) await nextTurn();
    }
    return operations;
  }

  /** All in one transaction, so that none overtakes another. Where the database refuses a value of one, all are refused. */
  private async store(
    tenant: TenantId,
    operations: readonly RememberOperation[],
  ): Promise<readonly WriteOutcome[]> {
    if (operations.length === 0) return [];
    try {
      return await this.parts.writes.submit(tenant, operations);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'VALIDATION_FAILED') throw error;
      return operations.map(() => refused(error));
    }
  }

  private async conclude(
    tenant: TenantId,
    operation: RememberOperation,
    outcome: WriteOutcome | undefined,
  ): Promise<void> {
    if (isRefused(outcome)) {
      await this.setAside(tenant, operation.journaled?.seq ?? 0, outcome.problem);
    } else if (isStored(outcome) && !outcome.replayed) {
      this.parts.observer.remembered(outcome.status);
      if (outcome.status !== 'deduplicated') return;
      const { actor, traceId, decisionId } = operation;
      const context = { tenant, actor, traceId, ...(decisionId !== undefined && { decisionId }) };
      await this.parts.access.deduplicated(context, outcome);
    }
  }

  private async setAside(tenant: TenantId, seq: number, err: Problem): Promise<void> {
    await setAside(this.parts.database, tenant, seq);
    this.logger.error(
      { err, tenant, seq },
      'a memory that was accepted cannot be stored: its row of write_journal is set aside and waits for a person',
    );
  }
}

function isRefused(outcome: WriteOutcome | undefined): outcome is Refused {
  return outcome?.status === 'refused';
}

function isStored(outcome: WriteOutcome | undefined): outcome is Remembered {
  return outcome !== undefined && 'createdAt' in outcome && outcome.status !== 'queued';
}

function shardsOf(waiting: readonly { tenant_id: TenantId }[]): number[] {
  return [...new Set(waiting.map(({ tenant_id: tenant }) => shardOf(tenant)))];
}
