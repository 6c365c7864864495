import { type AuditRecord, type ChainEnd, chainEndOf, sealRecord } from '@somabrain/audit';
import type { GroupTransaction, GroupWriter, WriteUnit } from '@somabrain/database';
import { newId, type TenantId } from '@somabrain/kernel';
import { storeJournal } from '../journal/journal-rows';
import { nextTurn } from '../planning/next-turn';
import { WritePlanner } from '../planning/plan-write';
import { MEMORY_HEAD_COLUMNS, type MemoryHead, memoryHeadOf } from './memory-head';
import { lookUp, type WriteLookup } from './write-lookup';
import { kindOf } from '../planning/write-kinds';
import type { WriteOperation, WriteOutcome } from '../planning/write-operation';
import { type PlanOf, type SealedPlan, storePlans, storeRecords } from './write-statements';

/** Operations planned, or records sealed, in one turn of the event loop: they take some 2 ms. */
const SLICE = 64;

/** Writes a group of memory operations: reads what they meet, plans them in memory, seals the audit records, stores it all. */
export class MemoryWriter implements GroupWriter<WriteOperation, readonly WriteOutcome[]> {
  readonly headColumns = MEMORY_HEAD_COLUMNS;

  /**
   * @param encoder name of the analyser and encoder that made the analysed forms
   * @param writeDailyLimit what a tenant may store or change a day unless it has a limit of its own; null: as much as it likes
   * @param onSealed gets the number of audit records that a group has sealed before its commit
   */
  constructor(
    private readonly encoder: string,
    private readonly writeDailyLimit: number | null,
    private readonly onSealed: (records: number) => void,
  ) {}

  async write(
    transaction: GroupTransaction,
    units: readonly WriteUnit<WriteOperation>[],
  ): Promise<readonly (readonly WriteOutcome[])[]> {
    const lookup = await lookUp(transaction, units);
    const planners = new Map<TenantId, WritePlanner>();
    const outcomes: WriteOutcome[][] = [];
    const pause = pauseEvery(SLICE);
    for (const { tenant, operations } of units) {
      const planner = this.plannerOf(planners, tenant, transaction, lookup);
      planner.admit(operations.filter(({ operationId }) => !lookup.committed.has(operationId)));
      outcomes.push(
        operations.map((operation) => committedOutcome(operation, lookup) ?? planner.apply(operation)),
      );
      await pause(operations.length);
    }
    const plans = Array.from(planners, ([tenant, planner]) => ({ tenant, ...planner.plan() }));
    const sealed = await this.store(transaction, plans, pause);
    await storeJournal(transaction, sealed);
    this.onSealed(sealed.reduce((sum, plan) => sum + plan.records.length, 0));
    return outcomes;
  }

  private async store(
    transaction: GroupTransaction,
    plans: readonly PlanOf[],
    pause: Pause,
  ): Promise<SealedPlan[]> {
    // The database takes the rows while their records are sealed here.
    const storing = storePlans(transaction, plans, this.encoder);
    const sealing = sealPlans(transaction, plans, pause);
    // After a failure, the next user of the connection must find no statement of this group on it.
    await Promise.allSettled([storing, sealing]);
    await storing;
    const sealed = await sealing;
    await storeRecords(transaction, sealed);
    return sealed;
  }

  private plannerOf(
    planners: Map<TenantId, WritePlanner>,
    tenant: TenantId,
    transaction: GroupTransaction,
    lookup: WriteLookup,
  ): WritePlanner {
    let planner = planners.get(tenant);
    if (!planner) {
      const head = headOf(transaction, tenant);
      const base = {
        tenant,
        now: transaction.now,
        changeSeq: head.changeSeq,
        stored: [...(lookup.stored.get(tenant)?.values() ?? [])],
        derived: lookup.derived.get(tenant) ?? new Map(),
        answers: lookup.answers.get(tenant) ?? [],
        quota: { used: head.writesToday, limit: head.writeDailyLimit ?? this.writeDailyLimit },
        waiting: { count: head.journaled, present: lookup.journaled.get(tenant) ?? new Set<number>() },
      };
      planner = new WritePlanner(base, newId);
      planners.set(tenant, planner);
    }
    return planner;
  }
}

async function sealPlans(
  transaction: GroupTransaction,
  plans: readonly PlanOf[],
  pause: Pause,
): Promise<SealedPlan[]> {
  const sealed: SealedPlan[] = [];
  for (const plan of plans) sealed.push({ ...plan, records: await sealRecords(transaction, plan, pause) });
  return sealed;
}

async function sealRecords(
  transaction: GroupTransaction,
  { tenant, events }: PlanOf,
  pause: Pause,
): Promise<AuditRecord[]> {
  const { auditSeq, auditHash } = headOf(transaction, tenant);
  let end: ChainEnd = { seq: auditSeq, hash: auditHash };
  const records: AuditRecord[] = [];
  for (const event of events) {
    const record = sealRecord(end, event, { tenant, stream: 'operations', time: transaction.now });
    end = chainEndOf(record);
    records.push(record);
    await pause(1);
  }
  return records;
}

/** @throws Error for a tenant whose head the transaction does not hold */
function headOf({ heads }: GroupTransaction, tenant: TenantId): MemoryHead {
  const head = heads.get(tenant);
  if (!head) throw new Error('A unit was written without its tenant’s head');
  return memoryHeadOf(head);
}

/** Counts what was done, and lets whatever else waits on the event loop have its turn when that is enough. */
type Pause = (done: number) => Promise<void> | undefined;

function pauseEvery(slice: number): Pause {
  let done = 0;
  return (more) => {
    done += more;
    if (done < slice) return undefined;
    done = 0;
    return nextTurn();
  };
}

/** The outcome of an operation that an earlier commit stored although its answer was lost. */
function committedOutcome(operation: WriteOperation, lookup: WriteLookup): WriteOutcome | null {
  const record = lookup.committed.get(operation.operationId);
  return record ? kindOf(operation).recover(operation, record, createdAtOf(record, lookup)) : null;
}

function createdAtOf(record: AuditRecord, lookup: WriteLookup): number {
  const stored = lookup.stored.get(record.tenant as TenantId)?.get(record.resource.id as string);
  return stored?.createdAt ?? Date.parse(record.time);
}
