import { newId, Problem, type ProblemCode, type TenantContext } from '@somabrain/kernel';
import type { NamedWrite, WriteJournal } from '../journal/write-journal';
import type { NewMemory, Queued, Remembered } from '../memory';
import type { BatchOutcome, WriteOptions } from '../memory-service';
import { HttpMemoryService } from './http-memory-service';
import type { MemoryConnection } from './memory-connection';

/** What says that the memory service cannot take a write now: it is away, it stops, or others of the tenant wait already. */
const LATER: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'MEMORY_UNAVAILABLE',
  'SHUTTING_DOWN',
  'WRITES_QUEUED',
]);

/**
 * Queues memories in the journal while the memory service is unavailable. Every write has an idempotency key, so a write whose answer was
 * lost is not stored twice.
 */
export class JournalingMemoryService extends HttpMemoryService {
  constructor(
    connection: MemoryConnection,
    private readonly journal: WriteJournal,
  ) {
    super(connection);
  }

  override async remember(
    context: TenantContext,
    memory: NewMemory,
    options: WriteOptions = {},
  ): Promise<Remembered | Queued> {
    const write = named(options);
    try {
      return asAsked(options, await super.remember(context, memory, write));
    } catch (error) {
      if (!isForLater(error) || !canWait(context, memory)) throw error;
      return asAsked(options, await this.journal.accept(context, memory, write));
    }
  }

  override async rememberBatch(
    context: TenantContext,
    memories: readonly NewMemory[],
    options: WriteOptions & { readonly atomic: boolean },
  ): Promise<BatchOutcome> {
    const write = { ...named(options), atomic: options.atomic };
    const outcomes = [...(await this.tryBatch(context, memories, write))];
    const places = outcomes.flatMap((outcome, place) =>
      isForLater(outcome) && canWait(context, memories[place]) ? place : [],
    );
    if (places.length > 0) {
      const accepted = await this.journal.acceptBatch(context, memories, places, write);
      places.forEach((place, index) => (outcomes[place] = accepted[index] ?? missing()));
    }
    return outcomes.map((outcome) => (outcome instanceof Problem ? outcome : asAsked(options, outcome)));
  }

  /** A batch that is for later as a whole is so item by item. */
  private async tryBatch(
    context: TenantContext,
    memories: readonly NewMemory[],
    write: NamedWrite & { readonly atomic: boolean },
  ): Promise<BatchOutcome> {
    try {
      return await super.rememberBatch(context, memories, write);
    } catch (error) {
      const together = write.atomic ? memories : [];
      if (!isForLater(error) || !together.every((memory) => canWait(context, memory))) throw error;
      return memories.map(() => error);
    }
  }
}

function named({ idempotencyKey = newId() }: WriteOptions): NamedWrite {
  return { idempotencyKey };
}

/** A repeat of our own making is none to the caller. */
function asAsked<T extends { readonly replayed: boolean }>({ idempotencyKey }: WriteOptions, outcome: T): T {
  return idempotencyKey === undefined ? { ...outcome, replayed: false } : outcome;
}

function isForLater(outcome: unknown): outcome is Problem {
  return outcome instanceof Problem && LATER.has(outcome.code);
}

/**
 * Whether it is known now that the memory will be stored. A time to live from somebody who may not delete could end a stored memory sooner, and
 * only who stores it sees that.
 */
function canWait({ mayDelete }: TenantContext, memory: NewMemory | undefined): boolean {
  return mayDelete !== false || memory?.ttlSeconds === null;
}

function missing(): never {
  throw new Error('The journal left items of a batch without an outcome');
}
