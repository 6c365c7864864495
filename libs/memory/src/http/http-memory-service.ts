import { isId, type TenantContext } from '@somabrain/kernel';
import type { z } from 'zod';
import { CHANGE } from '../change/change.operations';
import { CONSOLIDATE } from '../consolidation/consolidation.operations';
import type { Operation } from '../contract/operation';
import { DELETE, DELETE_BY_ADDRESS, FORGET } from '../forget/forget.operations';
import { HISTORY, RESTORE } from '../history/history.operations';
import { FOLLOW, LINK, LINKS } from '../links/links.operations';
import { FIND, GET, LIST } from '../listing/listing.operations';
import { RATE } from '../ratings/ratings.operations';
import { RECALL } from '../recall/recall.operations';
import { REMEMBER, REMEMBER_BATCH } from '../remember/remember.operations';
import { EXPORT, IMPORT } from '../transfer/transfer.operations';
import type { Consolidated, ConsolidationRequest } from '../consolidation/consolidation';
import type {
  FollowQuery,
  Link,
  Linked,
  LinkQuery,
  LinkRequest,
  MemoryAddress,
  NamedAddress,
  Owner,
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
import type { Scope, ScopeQuery } from '../scopes/scope';
import { SCOPES } from '../scopes/scopes.operations';

type Context = TenantContext;

/** What a request says beyond its operation. */
interface RequestParts extends WriteOptions {
  readonly id?: string;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | null>>;
}

/** Long-term memory that a memory service keeps: every use case is one request, as its operation describes it. */
export class HttpMemoryService extends MemoryService {
  constructor(private readonly connection: MemoryConnection) {
    super();
  }

  remember(context: Context, memory: NewMemory, options?: WriteOptions): Promise<Remembered | Queued> {
    return this.call(context, REMEMBER, { ...options, body: memory });
  }

  async rememberBatch(
    context: Context,
    memories: readonly NewMemory[],
    { atomic, ...options }: WriteOptions & { readonly atomic: boolean },
  ): Promise<BatchOutcome> {
    const parts = { ...options, body: { memories, atomic } };
    const { outcomes } = await this.call(context, REMEMBER_BATCH, parts);
    return outcomes.map((outcome) => ('problem' in outcome ? problemOf(outcome.problem) : outcome));
  }

  recall(context: Context, query: RecallQuery): Promise<Recalled> {
    return this.call(context, RECALL, { body: query });
  }

  async get(context: Context, id: string): Promise<Memory> {
    return this.call(context, GET, { id });
  }

  list(context: Context, query: ListQuery): Promise<MemoryPage> {
    return this.call(context, LIST, { body: query });
  }

  scopes(context: Context, query: ScopeQuery): Promise<Page<Scope>> {
    return this.call(context, SCOPES, { body: query });
  }

  async change(
    context: Context,
    id: string,
    patch: MemoryPatch,
    { ifVersions, ...options }: WriteOptions & { readonly ifVersions?: readonly number[] } = {},
  ): Promise<Changed> {
    return this.call(context, CHANGE, { ...options, id, body: { patch, ...(ifVersions && { ifVersions }) } });
  }

  async delete(context: Context, id: string, options?: WriteOptions): Promise<void> {
    await this.call(context, DELETE, { ...options, id });
  }

  async deleteByCoordinate(
    context: Context,
    coordinate: string,
    { idempotencyKey, ...owner }: WriteOptions & Owner = {},
  ): Promise<void> {
    const options = idempotencyKey === undefined ? {} : { idempotencyKey };
    await this.call(context, DELETE_BY_ADDRESS, { ...options, body: { coordinate, ...owner } });
  }

  async deleteByText(
    context: Context,
    { namespace, key: text }: NamedAddress,
    { idempotencyKey, ...owner }: WriteOptions & Owner = {},
  ): Promise<void> {
    const options = idempotencyKey === undefined ? {} : { idempotencyKey };
    const operation = { ...DELETE_BY_ADDRESS, name: 'deleteByText' } as const;
    await this.call(context, operation, { ...options, body: { namespace, text, ...owner } });
  }

  async history(context: Context, id: string, { limit, cursor }: PageQuery): Promise<Page<MemoryVersion>> {
    return this.call(context, HISTORY, { id, query: { limit: String(limit), cursor } });
  }

  async restore(
    context: Context,
    id: string,
    version: number | null,
    options?: WriteOptions,
  ): Promise<Changed> {
    return this.call(context, RESTORE, { ...options, id, body: { version } });
  }

  forget(context: Context, query: ForgetQuery, options?: WriteOptions): Promise<ForgetReceipt> {
    return this.call(context, FORGET, { ...options, body: query });
  }

  link(context: Context, link: LinkRequest, options?: WriteOptions): Promise<Linked> {
    return this.call(context, LINK, { ...options, body: link });
  }

  links(context: Context, query: LinkQuery): Promise<Page<Link>> {
    return this.call(context, LINKS, { body: query });
  }

  async find(context: Context, address: MemoryAddress): Promise<Memory> {
    if ('id' in address && !isId(address.id)) throw notFound(address.id);
    return this.call(context, FIND, { body: { address } });
  }

  async follow(context: Context, query: FollowQuery): Promise<readonly Link[]> {
    return (await this.call(context, FOLLOW, { body: query })).links;
  }

  rate(context: Context, request: RatingRequest, options?: WriteOptions): Promise<Rated> {
    return this.call(context, RATE, { ...options, body: request });
  }

  consolidate(context: Context, request: ConsolidationRequest): Promise<Consolidated> {
    return this.call(context, CONSOLIDATE, { body: request });
  }

  export(context: Context, { namespace, filter }: ExportQuery): AsyncIterable<Uint8Array> {
    const query = { namespace, filter: filter ? JSON.stringify(filter) : null };
    return this.connection.download(context, requestOf(EXPORT, { query }));
  }

  import(
    context: Context,
    file: AsyncIterable<Uint8Array>,
    { resume }: ImportOptions,
  ): Promise<ImportReceipt> {
    return this.connection.upload(context, requestOf(IMPORT, { query: { resume } }), file, IMPORT.answer);
  }

  private call<Answer extends z.ZodType>(
    context: Context,
    operation: Operation<Answer>,
    parts: RequestParts,
  ): Promise<z.output<Answer>>;
  private call(context: Context, operation: Operation<null>, parts: RequestParts): Promise<void>;
  private call(context: Context, operation: Operation, parts: RequestParts): Promise<unknown> {
    const request = requestOf(operation, parts);
    const { answer } = operation;
    return answer
      ? this.connection.call(context, request, answer)
      : this.connection.call(context, request, null);
  }
}

/** @throws Problem MEMORY_NOT_FOUND for what cannot be an id */
function requestOf(operation: Operation, { id, body, query, idempotencyKey }: RequestParts): MemoryRequest {
  const { name, method, effect } = operation;
  const key = effect === 'keyed write' ? idempotencyKey : undefined;
  return {
    operation: name,
    method,
    path: `${pathOf(operation.path, id)}${queryString(query)}`,
    body,
    idempotencyKey: key,
    repeatable: effect === 'read' || key !== undefined,
  };
}

function pathOf(template: string, id: string | undefined): string {
  if (id === undefined) return template;
  if (!isId(id)) throw notFound(id);
  return template.replace(':id', id);
}

function queryString(parameters: Readonly<Record<string, string | null>> = {}): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
