import { newId, Problem, requireWholeTenant, type TenantContext } from '@somabrain/kernel';
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
  Recalled,
  RecallQuery,
  Remembered,
} from './memory';
import type { Page, PageQuery } from './listing/page';
import { MemoryService, type StoredBatch, type WriteOptions } from './memory-service';
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
import type { Rated, RatingRequest } from './ratings/rating';
import { checkedId, noneAt } from './validation/checked-address';
import { followLinks } from './links/follow-links';
import { ownedBy, ownedCoordinate } from './links/owned-by';
import { readLinks } from './links/read-links';
import { findAtAddress, resolveEnds } from './links/resolve-address';
import { findByText } from './links/find-by-text';
import { findByCoordinate } from './postgres/find-by-coordinate';
import type { ExportQuery, ImportOptions, ImportReceipt } from './transfer/transfer';
import type { InProcessParts } from './in-process-parts';
import { listMemories } from './listing/list-memories';
import { listScopes } from './scopes/list-scopes';
import type { Scope, ScopeQuery } from './scopes/scope';
import { readLiveMemories } from './postgres/live-memories';
import { readAtVersion, readHistory, readVersion } from './history/memory-history';
import { prepareBatch } from './remember/prepare-batch';
import { prepareChange } from './change/change-write';
import { prepareStep } from './consolidation/prepare-step';
import { prepareRemoval } from './forget/removal-write';
import { prepareRestore } from './history/restore-write';
import { idempotencyOf } from './idempotency/request-idempotency';
import { linkAsked } from './links/link-asked';
import type {
  ChangeOperation,
  Idempotency,
  OutcomeOf,
  Refused,
  RestoreOperation,
  WriteOperation,
} from './planning/write-operation';
import { prepareRating } from './ratings/rate-write';
import { analysedForm } from './remember/analysed-form';
import { prepareRemember } from './remember/remember-write';
import { noneNamed, notFound } from './not-found';

/** Long-term memory in this process, on Postgres. */
export class InProcessMemoryService extends MemoryService {
  constructor(private readonly parts: InProcessParts) {
    super();
  }

  async remember(context: TenantContext, memory: NewMemory, options: WriteOptions = {}): Promise<Remembered> {
    const idempotency = idempotencyOf(context, 'remember', options, memory);
    const analysed = await analysedForm(this.parts, memory.content);
    const operation = prepareRemember(analysed, context, memory, idempotency);
    const remembered = this.rememberedOf(await this.write(context, operation));
    if (remembered.status === 'deduplicated') await this.parts.access.deduplicated(context, remembered);
    return remembered;
  }

  async rememberBatch(
    context: TenantContext,
    memories: readonly NewMemory[],
    options: WriteOptions & { readonly atomic: boolean },
  ): Promise<StoredBatch> {
    const operations = await prepareBatch(this.parts.engine, context, memories, options);
    // Apart from each other they are units of their own: one that is refused leaves the others be.
    const units = options.atomic ? [operations] : operations.map((operation) => [operation]);
    const settled = await Promise.allSettled(
      units.map((unit) => this.parts.writes.submit(context.tenant, unit, context.deadlineAt)),
    );
    return settled.flatMap((result) => {
      if (result.status === 'fulfilled')
        return result.value.map((outcome) => this.batchItemOf(context, outcome));
      if (options.atomic) throw result.reason;
      return result.reason instanceof Problem ? result.reason : this.parts.defect(result.reason);
    });
  }

  async recall(context: TenantContext, query: RecallQuery): Promise<Recalled> {
    const recalled = await this.parts.recalls.execute(context, query);
    await this.parts.access.recalled(context, query, recalled);
    return recalled;
  }

  async get(context: TenantContext, id: string): Promise<Memory> {
    const [memory] = (await readLiveMemories(this.parts.database, context, [checkedId(id)])).values();
    if (!memory) throw notFound(id);
    await this.parts.access.read(context, memory);
    return memory;
  }

  async list(context: TenantContext, query: ListQuery): Promise<MemoryPage> {
    const page = await listMemories(this.parts.database, context, query);
    await this.parts.access.listed(context, query.namespace, page.items);
    return page;
  }

  async scopes(context: TenantContext, query: ScopeQuery): Promise<Page<Scope>> {
    const page = await listScopes(this.parts.database, context, query);
    await this.parts.access.scopesListed(context, query, page.items.length);
    return page;
  }

  async change(
    context: TenantContext,
    id: string,
    patch: MemoryPatch,
    options: WriteOptions & { readonly ifVersions?: readonly number[] } = {},
  ): Promise<Changed> {
    const change = { id: checkedId(id), patch, ifVersions: options.ifVersions ?? null };
    const idempotency = idempotencyOf(context, 'change', options, change);
    const analysed = patch.content === undefined ? null : await analysedForm(this.parts, patch.content);
    return this.revise(context, prepareChange(analysed, context, change, idempotency));
  }

  async delete(context: TenantContext, id: string, options: WriteOptions = {}): Promise<void> {
    const checked = checkedId(id);
    const idempotency = idempotencyOf(context, 'delete', options, checked);
    const outcome = await this.write(context, prepareRemoval(context, 'delete', checked, idempotency));
    if (outcome.status !== 'removed') throw notFound(id);
  }

  async deleteByCoordinate(
    context: TenantContext,
    coordinate: string,
    options: WriteOptions & Owner = {},
  ): Promise<void> {
    const seen = ownedBy(context, options);
    const found = await findByCoordinate(this.parts.database, seen, coordinate);
    const request = ownedCoordinate(coordinate, options);
    const idempotency = idempotencyOf(context, 'deleteByCoordinate', options, request);
    if (!(await this.removeFound(seen, found, idempotency))) throw noneAt(coordinate);
  }

  async deleteByText(
    context: TenantContext,
    named: NamedAddress,
    options: WriteOptions & Owner = {},
  ): Promise<void> {
    const [seen, { userId, agentId }] = [ownedBy(context, options), options];
    const found = await findByText(this.parts.database, seen, named);
    const idempotency = idempotencyOf(context, 'deleteByText', options, { ...named, userId, agentId });
    if (!(await this.removeFound(seen, found, idempotency))) throw noneNamed(named);
  }

  async history(context: TenantContext, id: string, page: PageQuery): Promise<Page<MemoryVersion>> {
    const checked = checkedId(id);
    const versions = await readHistory(this.parts.database, context, checked, page);
    const numbers = versions.items.map(({ memory }) => memory.version);
    await this.parts.access.historyRead(context, checked, numbers);
    return versions;
  }

  async restore(
    context: TenantContext,
    id: string,
    version: number | null,
    options: WriteOptions = {},
  ): Promise<Changed> {
    const checked = checkedId(id);
    const state = await readVersion(this.parts.database, context, checked, version);
    const idempotency = idempotencyOf(context, 'restore', options, { id: checked, version });
    const restore = { id: checked, ...state };
    const analysed = await analysedForm(this.parts, state.fields.content);
    return this.revise(context, prepareRestore(analysed, context, restore, idempotency));
  }

  forget(context: TenantContext, query: ForgetQuery, options: WriteOptions = {}): Promise<ForgetReceipt> {
    return this.parts.forgets.execute(context, query, options);
  }

  async link(context: TenantContext, request: LinkRequest, options: WriteOptions = {}): Promise<Linked> {
    const asked = await linkAsked(this.parts.database, context, request, options);
    const { sourceId, replayed } = await this.write(context, asked);
    return { sourceId, replayed };
  }

  async links(context: TenantContext, query: LinkQuery): Promise<Page<Link>> {
    const [{ database, access }, seen] = [this.parts, ownedBy(context, query)];
    const page = await readLinks(database, seen, query, await resolveEnds(database, seen, query));
    await access.linksRead(context, query.namespace, page.items.length);
    return page;
  }

  async find(context: TenantContext, address: MemoryAddress): Promise<Memory> {
    const memory = await findAtAddress(this.parts.database, context, address);
    await this.parts.access.read(context, memory);
    return memory;
  }

  async follow(context: TenantContext, query: FollowQuery): Promise<readonly Link[]> {
    const links = await followLinks(this.parts.database, context, query);
    await this.parts.access.linksRead(context, null, links.length);
    return links;
  }

  async rate(context: TenantContext, request: RatingRequest, options: WriteOptions = {}): Promise<Rated> {
    for (const { id } of request.memories) checkedId(id);
    const idempotency = idempotencyOf(context, 'rate', options, request);
    const operation = prepareRating(this.parts.assets, context, request, idempotency);
    const { rated, replayed } = await this.write(context, operation);
    return { rated, replayed };
  }

  async consolidate(context: TenantContext, { run, steps }: ConsolidationRequest): Promise<Consolidated> {
    requireWholeTenant(context, 'Consolidation');
    const { assets, writes } = this.parts;
    const operations = steps.map((step) => prepareStep(assets, context, run, step));
    const outcomes =
      operations.length > 0 ? await writes.submit(context.tenant, operations, context.deadlineAt) : [];
    const refusal = outcomes.find((outcome) => outcome.status === 'refused');
    if (refusal) throw refusal.problem;
    return { done: outcomes.map(({ status }) => status !== 'absent' && status !== 'deduplicated') };
  }

  export(context: TenantContext, query: ExportQuery): AsyncIterable<Uint8Array> {
    return this.parts.exports.execute(context, query);
  }

  import(
    context: TenantContext,
    file: AsyncIterable<Uint8Array>,
    options: ImportOptions,
  ): Promise<ImportReceipt> {
    return this.parts.imports.execute(context, file, options);
  }

  /** @returns whether it was there. A repeat finds nothing: the planner has the answer to the first request, or tells that there was none. */
  private async removeFound(
    context: TenantContext,
    found: string | null,
    idempotency: Idempotency | null,
  ): Promise<boolean> {
    if (found === null && !idempotency) return false;
    const removal = prepareRemoval(context, 'delete', found ?? newId(), idempotency);
    return (await this.write(context, removal)).status === 'removed';
  }

  private async revise(
    context: TenantContext,
    operation: ChangeOperation | RestoreOperation,
  ): Promise<Changed> {
    const { id, version, replayed } = await this.write(context, operation);
    return { memory: await readAtVersion(this.parts.database, context, id, version), replayed };
  }

  /** @throws Problem when the operation was refused */
  private async write<Operation extends WriteOperation>(
    context: TenantContext,
    operation: Operation,
  ): Promise<OutcomeOf<Operation['kind']>> {
    try {
      return await this.parts.writes.write(context.tenant, operation, context.deadlineAt);
    } catch (error) {
      if (error instanceof Problem) this.noteRefusal(context, error);
      throw error;
    }
  }

  private noteRefusal(context: TenantContext, refusal: Problem | null): void {
    if (refusal?.code === 'QUOTA_EXCEEDED') this.parts.quotaExceeded(context);
  }

  /** @throws Problem where the batch is refused by its idempotency key: every item of it was then */
  private batchItemOf(
    context: TenantContext,
    outcome: OutcomeOf<'remember'> | Refused,
  ): Remembered | Problem {
    const refusal = outcome.status === 'refused' ? outcome.problem : null;
    this.noteRefusal(context, refusal);
    return refusal && refusal.code !== 'IDEMPOTENCY_KEY_REUSED' ? refusal : this.rememberedOf(outcome);
  }

  /** @throws Problem when it was refused */
  private rememberedOf(outcome: OutcomeOf<'remember'> | Refused): Remembered {
    if (outcome.status === 'refused') throw outcome.problem;
    if (outcome.status === 'absent') throw new Error('A memory of a caller was taken for one of the journal');
    if (!outcome.replayed) this.parts.observer.remembered(outcome.status);
    return outcome;
  }
}
