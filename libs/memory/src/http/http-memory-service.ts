import { isId, type TenantContext } from '@somabrain/kernel';
import type { Consolidated, ConsolidationRequest } from '../consolidation/consolidation';
import type {
  FollowQuery,
  Link,
  Linked,
  LinkQuery,
  LinkRequest,
  MemoryAddress,
  NamedAddress,
} from '../links/link';
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
} from '../memory';
import { type BatchOutcome, MemoryService, type WriteOptions } from '../memory-service';
import { notFound } from '../not-found';
import type { Page, PageQuery } from '../listing/page';
import type { Rated, RatingRequest } from '../ratings/rating';
import type { ExportQuery, ImportOptions, ImportReceipt } from '../transfer/transfer';
import type { MemoryConnection, MemoryRequest } from './memory-connection';
import { problemOf } from './memory-failure';
import * as wire from './wire';

type Context = TenantContext;

/** Long-term memory that a memory service keeps: every use case is one request to its `/v1` routes. */
export class HttpMemoryService extends MemoryService {
  constructor(private readonly connection: MemoryConnection) {
    super();
  }

  remember(context: Context, memory: NewMemory, options: WriteOptions = {}): Promise<Remembered | Queued> {
    const request = write('remember', 'POST', '/remember', options, memory);
    return this.connection.call(context, request, wire.RememberedAnswer);
  }

  async rememberBatch(
    context: Context,
    memories: readonly NewMemory[],
    { atomic, ...options }: WriteOptions & { readonly atomic: boolean },
  ): Promise<BatchOutcome> {
    const request = write('rememberBatch', 'POST', '/remember/batch', options, { memories, atomic });
    const { outcomes } = await this.connection.call(context, request, wire.BatchAnswer);
    return outcomes.map((outcome) => ('problem' in outcome ? problemOf(outcome.problem) : outcome));
  }

  recall(context: Context, query: RecallQuery): Promise<Recalled> {
    return this.connection.call(context, read('recall', 'POST', '/recall', query), wire.RecalledAnswer);
  }

  async get(context: Context, id: string): Promise<Memory> {
    const request = read('get', 'GET', memoryPath(id));
    return this.connection.call(context, request, wire.StoredMemory);
  }

  list(context: Context, query: ListQuery): Promise<MemoryPage> {
    return this.connection.call(
      context,
      read('list', 'POST', '/memories/list', query),
      wire.MemoryPageAnswer,
    );
  }

  async change(
    context: Context,
    id: string,
    patch: MemoryPatch,
    { ifVersions, ...options }: WriteOptions & { readonly ifVersions?: readonly number[] } = {},
  ): Promise<Changed> {
    const body = { patch, ...(ifVersions && { ifVersions }) };
    const request = write('change', 'PATCH', memoryPath(id), options, body);
    return this.connection.call(context, request, wire.ChangedAnswer);
  }

  async delete(context: Context, id: string, options: WriteOptions = {}): Promise<void> {
    await this.connection.call(context, write('delete', 'DELETE', memoryPath(id), options), null);
  }

  async deleteByCoordinate(context: Context, coordinate: string, options: WriteOptions = {}): Promise<void> {
    const request = write('deleteByCoordinate', 'POST', '/delete', options, { coordinate });
    await this.connection.call(context, request, null);
  }

  async deleteByText(
    context: Context,
    { namespace, key: text }: NamedAddress,
    options: WriteOptions = {},
  ): Promise<void> {
    const request = write('deleteByText', 'POST', '/delete', options, { namespace, text });
    await this.connection.call(context, request, null);
  }

  async history(context: Context, id: string, page: PageQuery): Promise<Page<MemoryVersion>> {
    const parameters = query({ limit: String(page.limit), cursor: page.cursor });
    const request = read('history', 'GET', `${memoryPath(id)}/history${parameters}`);
    return this.connection.call(context, request, wire.HistoryAnswer);
  }

  async restore(
    context: Context,
    id: string,
    version: number | null,
    options: WriteOptions = {},
  ): Promise<Changed> {
    const request = write('restore', 'POST', `${memoryPath(id)}/restore`, options, { version });
    return this.connection.call(context, request, wire.ChangedAnswer);
  }

  forget(context: Context, forgotten: ForgetQuery, options: WriteOptions = {}): Promise<ForgetReceipt> {
    const request = write('forget', 'POST', '/forget', options, forgotten);
    return this.connection.call(context, request, wire.ForgetAnswer);
  }

  link(context: Context, link: LinkRequest, options: WriteOptions = {}): Promise<Linked> {
    return this.connection.call(context, write('link', 'POST', '/link', options, link), wire.LinkedAnswer);
  }

  links(context: Context, links: LinkQuery): Promise<Page<Link>> {
    return this.connection.call(context, read('links', 'POST', '/graph/links', links), wire.LinksAnswer);
  }

  async find(context: Context, address: MemoryAddress): Promise<Memory> {
    if ('id' in address && !isId(address.id)) throw notFound(address.id);
    return this.connection.call(context, read('find', 'POST', '/find', { address }), wire.StoredMemory);
  }

  async follow(context: Context, query: FollowQuery): Promise<readonly Link[]> {
    const request = read('follow', 'POST', '/graph/follow', query);
    return (await this.connection.call(context, request, wire.FollowedAnswer)).links;
  }

  rate(context: Context, request: RatingRequest, options: WriteOptions = {}): Promise<Rated> {
    return this.connection.call(context, write('rate', 'POST', '/rate', options, request), wire.RatedAnswer);
  }

  consolidate(context: Context, request: ConsolidationRequest): Promise<Consolidated> {
    const call = write('consolidate', 'POST', '/consolidate', {}, request);
    return this.connection.call(context, call, wire.ConsolidatedAnswer);
  }

  export(context: Context, { namespace }: ExportQuery): AsyncIterable<Uint8Array> {
    return this.connection.download(context, read('export', 'GET', `/export${query({ namespace })}`));
  }

  import(
    context: Context,
    file: AsyncIterable<Uint8Array>,
    { resume }: ImportOptions,
  ): Promise<ImportReceipt> {
    const request = write('import', 'POST', `/import${query({ resume })}`, {});
    return this.connection.upload(context, request, file, wire.ImportAnswer);
  }
}

/** A request that changes nothing: it may be sent again. */
function read(
  operation: string,
  method: MemoryRequest['method'],
  path: string,
  body?: unknown,
): MemoryRequest {
  return { operation, method, path, body, repeatable: true };
}

/** A request that changes something: sent again only where the service knows it by its idempotency key. */
function write(
  operation: string,
  method: MemoryRequest['method'],
  path: string,
  { idempotencyKey }: WriteOptions,
  body?: unknown,
): MemoryRequest {
  return { operation, method, path, body, idempotencyKey, repeatable: idempotencyKey !== undefined };
}

/** @throws Problem MEMORY_NOT_FOUND for what cannot be an id */
function memoryPath(id: string): string {
  if (!isId(id)) throw notFound(id);
  return `/memories/${id}`;
}

function query(parameters: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
