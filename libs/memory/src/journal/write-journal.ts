import type { OnApplicationShutdown } from '@nestjs/common';
import { type Database, GroupCommit } from '@somabrain/database';
import type { Logger, Problem, TenantContext } from '@somabrain/kernel';
import type { NewMemory, Queued, Remembered } from '../memory';
import type { WriteOptions } from '../memory-service';
import { MemoryWriter } from '../postgres/memory-writer';
import { batchIdempotency } from '../remember/prepare-batch';
import { idempotencyOf } from '../idempotency/request-idempotency';
import { MemoryWrites } from '../postgres/memory-writes';
import { prepareJournal } from './journal-write';
import type { Idempotency, JournalOperation } from '../planning/write-operation';

/** The options of a write that has an idempotency key: that of its caller, or one made for it. */
export type NamedWrite = WriteOptions & { readonly idempotencyKey: string };

/** The outcome of an item: it is queued, or an earlier attempt whose answer was lost has stored it. */
export type Accepted = Remembered | Queued;

/** Counts what the journal does. */
export interface JournalObserver {
  /** @param writes accepted just now */
  accepted(writes: number): void;
  /** Called for every write that the daily quota refused. */
  quotaExceeded(context: TenantContext): void;
  /** @param records of the stream `operations` in a group that is about to commit */
  sealed(records: number): void;
  /** Called when writes were committed whose audit records wait to be published. */
  committed(operations: number): void;
}

export interface JournalSettings {
  /** Operations that may wait for group commit. */
  readonly writeQueueMax: number;
  /** What a tenant may store or change a day (UTC) unless it has a limit of its own; null: as much as it likes. */
  readonly writeDailyLimit: number | null;
}

/** Names the forms of texts that the journal stores, of which there are none. */
const NO_ENCODER = '';

/** Takes memories that the memory service cannot take now: durable, audited as accepted, and in the order they came. */
export class WriteJournal implements OnApplicationShutdown {
  private readonly writes: MemoryWrites;

  constructor(
    database: Database,
    { writeQueueMax, writeDailyLimit }: JournalSettings,
    private readonly observer: JournalObserver,
    logger: Logger,
  ) {
    const writer = new MemoryWriter(NO_ENCODER, writeDailyLimit, (records) => {
      observer.sealed(records);
    });
    const onGroup = (operations: number): void => {
      observer.committed(operations);
    };
    this.writes = new MemoryWrites(
      new GroupCommit(database, writer, { capacity: writeQueueMax, onGroup }, logger),
    );
  }

  /** @throws Problem QUOTA_EXCEEDED, POLICY_DENIED, IDEMPOTENCY_KEY_REUSED, OVERLOADED, SHUTTING_DOWN, DATABASE_UNAVAILABLE, DEADLINE_EXCEEDED */
  async accept(context: TenantContext, memory: NewMemory, options: NamedWrite): Promise<Accepted> {
    const idempotency = named(idempotencyOf(context, 'remember', options, memory));
    const [outcome] = await this.submit(context, [prepareJournal(context, memory, idempotency)]);
    if (!outcome) throw new Error('A write to the journal has no outcome');
    if ('code' in outcome) throw outcome;
    return outcome;
  }

  /**
   * Takes items of a batch, all or none. @param places of those in the batch that are to be taken
   * @returns the outcome of each
   */
  async acceptBatch(
    context: TenantContext,
    memories: readonly NewMemory[],
    places: readonly number[],
    options: NamedWrite & { readonly atomic: boolean },
  ): Promise<readonly (Accepted | Problem)[]> {
    const idempotencyAt = batchIdempotency(context, memories, options);
    const operations = places.flatMap((place) => {
      const memory = memories[place];
      return memory ? [prepareJournal(context, memory, named(idempotencyAt(place)))] : [];
    });
    return this.submit(context, operations);
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  /** Stores what waits, and takes no more. */
  close(): Promise<void> {
    return this.writes.close();
  }

  private async submit(
    context: TenantContext,
    operations: readonly JournalOperation[],
  ): Promise<(Accepted | Problem)[]> {
    const outcomes = await this.writes.submit(context.tenant, operations, context.deadlineAt);
    const accepted = outcomes.map((outcome) => (outcome.status === 'refused' ? outcome.problem : outcome));
    const queued = accepted.filter((each) => 'status' in each && each.status === 'queued' && !each.replayed);
    this.observer.accepted(queued.length);
    if (accepted.some((each) => 'code' in each && each.code === 'QUOTA_EXCEEDED'))
      this.observer.quotaExceeded(context);
    return accepted;
  }
}

function named(idempotency: Idempotency | null): Idempotency {
  if (!idempotency) throw new Error('A write to the journal has no name');
  return idempotency;
}
