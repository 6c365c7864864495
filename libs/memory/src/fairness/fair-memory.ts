import type { TenantContext } from '@somabrain/kernel';
import { DelegatingMemoryService } from '../delegating-memory-service';
import type { NewMemory, Queued, Recalled, RecallQuery, Remembered } from '../memory';
import type { BatchOutcome, MemoryService, WriteOptions } from '../memory-service';
import type { TenantShares } from './tenant-shares';

/** Gives each tenant its share of what is asked for most. */
export class FairMemory extends DelegatingMemoryService {
  constructor(
    inner: MemoryService,
    private readonly shares: TenantShares,
  ) {
    super(inner);
  }

  override remember(
    context: TenantContext,
    memory: NewMemory,
    options?: WriteOptions,
  ): Promise<Remembered | Queued> {
    return this.shares.within(context.tenant, () => this.inner.remember(context, memory, options));
  }

  override rememberBatch(
    context: TenantContext,
    memories: readonly NewMemory[],
    options: WriteOptions & { readonly atomic: boolean },
  ): Promise<BatchOutcome> {
    return this.shares.within(context.tenant, () => this.inner.rememberBatch(context, memories, options));
  }

  override recall(context: TenantContext, query: RecallQuery): Promise<Recalled> {
    return this.shares.within(context.tenant, () => this.inner.recall(context, query));
  }
}
