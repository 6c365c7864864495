import type { TenantContext } from '@somabrain/kernel';
import type { Consolidated, ConsolidationRequest } from './consolidation/consolidation';
import type {
  FollowQuery,
  Link,
  Linked,
  LinkQuery,
  LinkRequest,
  MemoryAddress,
  NamedAddress,
  Owner,
} from './links/link';
import type {
  Changed,
  ForgetQuery,
  ForgetReceipt,
  ListQuery,
  Memory,
  MemoryPage,
  MemoryPatch,
  MemoryVersion,
  NewMemory,
  Queued,
  Recalled,
  RecallQuery,
  Remembered,
} from './memory';
import { type BatchOutcome, MemoryService, type WriteOptions } from './memory-service';
import type { Page, PageQuery } from './listing/page';
import type { Rated, RatingRequest } from './ratings/rating';
import type { ExportQuery, ImportOptions, ImportReceipt } from './transfer/transfer';
import type { Scope, ScopeQuery } from './scopes/scope';

type Context = TenantContext;

/** Leaves every use case to another memory service; a subclass does one of them in its own way. */
export abstract class DelegatingMemoryService extends MemoryService {
  constructor(protected readonly inner: MemoryService) {
    super();
  }

  remember(context: Context, memory: NewMemory, options?: WriteOptions): Promise<Remembered | Queued> {
    return this.inner.remember(context, memory, options);
  }

  rememberBatch(
    context: Context,
    memories: readonly NewMemory[],
    options: WriteOptions & { readonly atomic: boolean },
  ): Promise<BatchOutcome> {
    return this.inner.rememberBatch(context, memories, options);
  }

  recall(context: Context, query: RecallQuery): Promise<Recalled> {
    return this.inner.recall(context, query);
  }

  get(context: Context, id: string): Promise<Memory> {
    return this.inner.get(context, id);
  }

  list(context: Context, query: ListQuery): Promise<MemoryPage> {
    return this.inner.list(context, query);
  }

  scopes(context: Context, query: ScopeQuery): Promise<Page<Scope>> {
    return this.inner.scopes(context, query);
  }

  change(
    context: Context,
    id: string,
    patch: MemoryPatch,
    options?: WriteOptions & { readonly ifVersions?: readonly number[] },
  ): Promise<Changed> {
    return this.inner.change(context, id, patch, options);
  }

  delete(context: Context, id: string, options?: WriteOptions): Promise<void> {
    return this.inner.delete(context, id, options);
  }

  deleteByCoordinate(context: Context, coordinate: string, options?: WriteOptions & Owner): Promise<void> {
    return this.inner.deleteByCoordinate(context, coordinate, options);
  }

  deleteByText(context: Context, named: NamedAddress, options?: WriteOptions & Owner): Promise<void> {
    return this.inner.deleteByText(context, named, options);
  }

  history(context: Context, id: string, page: PageQuery): Promise<Page<MemoryVersion>> {
    return this.inner.history(context, id, page);
  }

  restore(context: Context, id: string, version: number | null, options?: WriteOptions): Promise<Changed> {
    return this.inner.restore(context, id, version, options);
  }

  forget(context: Context, query: ForgetQuery, options?: WriteOptions): Promise<ForgetReceipt> {
    return this.inner.forget(context, query, options);
  }

  link(context: Context, link: LinkRequest, options?: WriteOptions): Promise<Linked> {
    return this.inner.link(context, link, options);
  }

  links(context: Context, query: LinkQuery): Promise<Page<Link>> {
    return this.inner.links(context, query);
  }

  find(context: Context, address: MemoryAddress): Promise<Memory> {
    return this.inner.find(context, address);
  }

  follow(context: Context, query: FollowQuery): Promise<readonly Link[]> {
    return this.inner.follow(context, query);
  }

  rate(context: Context, request: RatingRequest, options?: WriteOptions): Promise<Rated> {
    return this.inner.rate(context, request, options);
  }

  consolidate(context: Context, request: ConsolidationRequest): Promise<Consolidated> {
    return this.inner.consolidate(context, request);
  }

  export(context: Context, query: ExportQuery): AsyncIterable<Uint8Array> {
    return this.inner.export(context, query);
  }

  import(context: Context, file: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<ImportReceipt> {
    return this.inner.import(context, file, options);
  }
}
