import type { Database } from '@somabrain/database';
import { type Logger, Problem, type TenantId } from '@somabrain/kernel';
import type { Remembered } from '../memory';
import type { AccessRecords } from '../recall/access-records';
import { nextTurn } from '../planning/next-turn';
import type { MemoryWrites } from '../postgres/memory-writes';
import type { OutcomeOf, Refused, RememberOperation } from '../planning/write-operation';
import { refused } from '../planning/write-refusals';
import type { TextAnalysis } from '../remember/analysed-form';
import { operationOfRow } from './journal-operation';
import { countFailure, type JournalRow, readJournal, setAside } from './journal-rows';

const PAGE_ROWS = 200;
/** Memories prepared between two turns of the event loop. */
const PREPARED_AT_ONCE = 50;
/** Tries of a row that fails by a defect, over as many rounds. The next release, or another process, may store it in between. */
const MOST_FAILURES = 5;

/** Counts what the drain of the journal does. */
export interface DrainObserver {
  /** @param rows that wait, of all tenants */
  journalWaits(rows: number): void;
  remembered(status: Remembered['status']): void;
}

/** The parts that a drain uses. */
export interface DrainerParts extends TextAnalysis {
  readonly database: Database;
  readonly writes: MemoryWrites;
  readonly access: AccessRecords;
  readonly observer: DrainObserver;
}

/** A row that failed by a defect of the service. Later rows wait, so that they do not overtake it. */
interface Defect {
  readonly seq: number;
  readonly error: unknown;
}

/** The outcome of a row. */
type Stored = OutcomeOf<'remember'> | Refused;

interface Prepared {
  readonly operations: readonly RememberOperation[];
  /** Of the row after the last of them. */
  readonly defect: Defect | null;
}

/** Drains the journal of one tenant, in the order of acceptance. */
export class TenantDrain {
  constructor(
    private readonly parts: DrainerParts,
    private readonly logger: Logger,
  ) {}

  /**
   * Stores a page. A row that can never be stored is set aside at once, one that fails by a defect at its fifth try.
   * @returns how many rows are settled
   * @throws the reason why the next row cannot be stored now
   */
  async drain(tenant: TenantId): Promise<number> {
    const rows = await readJournal(this.parts.database, tenant, PAGE_ROWS);
    const { operations, defect } = await this.prepare(tenant, rows);
    const found = (await this.storeAll(tenant, operations)) ?? defect;
    if (!found) return rows.length;
    await this.judge(tenant, found);
    return rows.findIndex(({ seq }) => Number(seq) === found.seq) + 1;
  }

  private async prepare(tenant: TenantId, rows: readonly JournalRow[]): Promise<Prepared> {
    const operations: RememberOperation[] = [];
    for (const row of rows) {
      try {
        operations.push(await operationOfRow(this.parts, tenant, row));
      } catch (error) {
        const seq = Number(row.seq);
        if (!(error instanceof Problem)) return { operations, defect: { seq, error } };
        await this.setAside(tenant, seq, error);
      }
      if (operations.length % PREPARED_AT_ONCE === 0) await nextTurn();
    }
    return { operations, defect: null };
  }

  /** Stores all rows together. If that fails by a defect, stores them one after the other up to the row at fault. */
  private async storeAll(tenant: TenantId, operations: readonly RememberOperation[]): Promise<Defect | null> {
    try {
      const outcomes = await this.store(tenant, operations);
      for (const [index, operation] of operations.entries()) {
        // Refused together with others it may still be stored alone.
        const [outcome] = isRefused(outcomes[index])
          ? await this.store(tenant, [operation])
          : [outcomes[index]];
        await this.conclude(tenant, operation, outcome);
      }
      return null;
    } catch (error) {
      if (error instanceof Problem) throw error;
      return this.storeEach(tenant, operations);
    }
  }

  private async storeEach(
    tenant: TenantId,
    operations: readonly RememberOperation[],
  ): Promise<Defect | null> {
    for (const operation of operations) {
      try {
        const [outcome] = await this.store(tenant, [operation]);
        await this.conclude(tenant, operation, outcome);
      } catch (error) {
        if (error instanceof Problem) throw error;
        return { seq: operation.journaled?.seq ?? 0, error };
      }
    }
    return null;
  }

  /** Stores in one transaction, so that no row overtakes another. If the database refuses a value of one, all are refused. */
  private async store(
    tenant: TenantId,
    operations: readonly RememberOperation[],
  ): Promise<readonly Stored[]> {
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
    outcome: Stored | undefined,
  ): Promise<void> {
    if (isRefused(outcome)) {
      await this.setAside(tenant, operation.journaled?.seq ?? 0, outcome.problem);
    } else if (outcome && outcome.status !== 'absent' && !outcome.replayed) {
      this.parts.observer.remembered(outcome.status);
      if (outcome.status !== 'deduplicated') return;
      const { actor, traceId, decisionId } = operation;
      const context = { tenant, actor, traceId, ...(decisionId !== undefined && { decisionId }) };
      await this.parts.access.deduplicated(context, outcome);
    }
  }

  /** @throws the error of the defect while the row has tries left */
  private async judge(tenant: TenantId, { seq, error }: Defect): Promise<void> {
    const failures = await countFailure(this.parts.database, tenant, seq);
    if (failures < MOST_FAILURES) throw error;
    await this.setAside(tenant, seq, error);
  }

  private async setAside(tenant: TenantId, seq: number, err: unknown): Promise<void> {
    await setAside(this.parts.database, tenant, seq);
    this.logger.error(
      { err, tenant, seq },
      'a memory that was accepted cannot be stored: its row of write_journal is set aside and waits for a person',
    );
  }
}

function isRefused(outcome: Stored | undefined): outcome is Refused {
  return outcome?.status === 'refused';
}
