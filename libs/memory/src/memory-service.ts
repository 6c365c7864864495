import { Problem, type TenantContext } from '@somabrain/kernel';
import type { Memory, NewMemory, Recalled, RecallQuery, Remembered } from './memory';

/** What became of each item of a batch, in its order: the outcome, or why it was not stored. */
export type BatchOutcome = readonly (Remembered | Problem)[];

/** The use cases of long-term memory. The seam between the HTTP edge and whoever keeps the memories. */
export abstract class MemoryService {
  /**
   * Stores one memory: durable, audited and found by the next recall when the promise resolves.
   * @throws Problem OVERLOADED, DATABASE_UNAVAILABLE, VALIDATION_FAILED
   */
  abstract remember(context: TenantContext, memory: NewMemory): Promise<Remembered>;

  /**
   * Stores up to 1,000 memories in their order.
   * @param options.atomic all or none: one bad item makes every other fail with BATCH_ABORTED
   * @throws Problem when nothing could be tried at all
   */
  abstract rememberBatch(
    context: TenantContext,
    memories: readonly NewMemory[],
    options: { readonly atomic: boolean },
  ): Promise<BatchOutcome>;

  /**
   * Ranks the memories of one namespace by what they say about the question.
   * @throws Problem NAMESPACE_TOO_LARGE, OVERLOADED, DATABASE_UNAVAILABLE
   */
  abstract recall(context: TenantContext, query: RecallQuery): Promise<Recalled>;

  /** @throws Problem MEMORY_NOT_FOUND also for an expired memory and for one of another tenant */
  abstract get(context: TenantContext, id: string): Promise<Memory>;

  /**
   * Removes a memory and its versions for good.
   * @throws Problem MEMORY_NOT_FOUND
   */
  abstract delete(context: TenantContext, id: string): Promise<void>;
}
