import type { TenantContext } from '@somabrain/kernel';
import { DelegatingMemoryService } from '../delegating-memory-service';
import type { Link, LinkQuery } from '../links/link';
import type {
  ListQuery,
  MemoryPage,
  MemoryVersion,
  NewMemory,
  Queued,
  Recalled,
  RecallQuery,
  Remembered,
} from '../memory';
import type { BatchOutcome, MemoryService, WriteOptions } from '../memory-service';
import type { Page, PageQuery } from '../listing/page';
import type { TenantShares } from './tenant-shares';
import type { Scope, ScopeQuery } from '../scopes/scope';

/** Gives each tenant its share of the calls that are frequent or whose answers can be large. */
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
  override list(context: TenantContext, query: ListQuery): Promise<MemoryPage> {
    return this.shares.within(context.tenant, () => this.inner.list(context, query));
  }

  override scopes(context: TenantContext, query: ScopeQuery): Promise<Page<Scope>> {
    return this.shares.within(context.tenant, () => this.inner.scopes(context, query));
  }

  override history(context: TenantContext, id: string, page: PageQuery): Promise<Page<MemoryVersion>> {
    return this.shares.within(context.tenant, () => this.inner.history(context, id, page));
  }

  override links(context: TenantContext, query: LinkQuery): Promise<Page<Link>> {
    return this.shares.within(context.tenant, () => this.inner.links(context, query));
  }
}
