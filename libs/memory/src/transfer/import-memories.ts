import type { Database } from '@somabrain/database';
import {
  type Logger,
  newId,
  type ProblemCode,
  randomBytesOf,
  requireWholeTenant,
  type TenantContext,
} from '@somabrain/kernel';
import type { ImportFailure, ImportOptions, ImportReceipt } from './transfer';
import { supersessionOf } from '../consolidation/stored-supersession';
import { encodeTarget } from '../links/link-target';
import { stateOf } from '../planning/memory-state';
import { nextTurn } from '../planning/next-turn';
import type { MemoryWrites } from '../postgres/memory-writes';
import { prepareSummary } from '../planning/summary-write';
import type { ImportOperation, OutcomeOf, Refused } from '../planning/write-operation';
import type { RankingEngine } from '../ranking/ranking-engine';
import { ImportFile, type ImportItem } from './import-file';
import { fieldsOfLine } from './import-lines';
import { ImportProgress } from './import-progress';

/** What is stored in one unit: between two of them the tenant's head is free for others. */
const UNIT_ROWS = 100;
const UNIT_CHARACTERS = 4_000_000;
/** Memories prepared between two turns of the event loop. */
const PREPARED_AT_ONCE = 50;
const MAX_ERRORS = 100;
const REPORT_MS = 30_000;
/** Refusals that every later memory would get, too. */
const ENDS_IT: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['QUOTA_EXCEEDED', 'WRITES_QUEUED']);

/** The use case import: stores what a file of an export holds, in units, under the ids, versions and times it had. */
export class ImportMemories {
  constructor(
    private readonly database: Database,
    private readonly writes: MemoryWrites,
    private readonly engine: RankingEngine,
    private readonly logger: Logger,
  ) {}

  /** @throws Problem POLICY_DENIED, QUOTA_EXCEEDED, WRITES_QUEUED, IMPORT_INVALID, OVERLOADED, SHUTTING_DOWN, DATABASE_UNAVAILABLE; what was stored before stays */
  async execute(
    context: TenantContext,
    file: AsyncIterable<Uint8Array>,
    { resume }: ImportOptions,
  ): Promise<ImportReceipt> {
    requireWholeTenant(context, 'An import');
    const reader = new ImportFile(file);
    const { export_id: exportId } = await reader.header();
    const progress = await ImportProgress.open(this.database, context.tenant, resume ?? exportId, exportId);
    const run = new ImportRun(context, progress, this.writes, this.logger);
    try {
      for await (const unit of unitsOf(reader, progress.lines)) {
        await run.store(unit, await this.prepare(context, unit));
      }
    } finally {
      await run.stored();
    }
    return run.finish(reader.lineCount);
  }

  private async prepare(context: TenantContext, items: readonly ImportItem[]): Promise<ImportOperation[]> {
    const analysed = await this.engine.analyse(items.map(({ memory }) => memory.content));
    const operations: ImportOperation[] = [];
    for (const [index, { memory, versions, links }] of items.entries()) {
      operations.push({
        kind: 'import',
        operationId: newId(),
        actor: context.actor,
        traceId: context.traceId,
        mayDelete: context.mayDelete,
        idempotency: null,
        id: memory.id,
        version: memory.version,
        createdAt: memory.created_at,
        updatedAt: memory.updated_at,
        expiresAt: memory.expires_at,
        nonce: randomBytesOf(16),
        state: stateOf(fieldsOfLine(memory), analysed[index]!, supersessionOf(memory.closed ?? null)),
        links: links.map((link) => ({
          type: link.link_type,
          target: encodeTarget(link.target),
          weight: link.weight,
        })),
        versions: versions.map((version) => ({
          version: version.version,
          state: stateOf(fieldsOfLine(version), null, supersessionOf(version.closed ?? null)),
          expiresAt: version.expires_at,
          recordedAt: version.recorded_at,
          replacedAt: version.replaced_at,
        })),
      });
      if (operations.length % PREPARED_AT_ONCE === 0) await nextTurn();
    }
    return operations;
  }
}

/** One attempt to import a file. While a unit is stored, the next one is read and prepared. */
class ImportRun {
  private readonly errors: ImportFailure[] = [];
  private storing: Promise<void> = Promise.resolve();
  /** Whether the last memory was stored: what follows of its versions belongs to it. */
  private changed = false;
  private reportedAt = performance.now();
  /** Of the file. */
  private savedLines: number;

  constructor(
    private readonly context: TenantContext,
    private readonly progress: ImportProgress,
    private readonly writes: MemoryWrites,
    private readonly logger: Logger,
  ) {
    this.savedLines = progress.lines;
  }

  /** Waits for the unit before, then begins to store this one. */
  async store(items: readonly ImportItem[], operations: readonly ImportOperation[]): Promise<void> {
    await this.stored();
    this.storing = this.commit(items, operations);
    // Its failure is thrown by `stored`; until then nobody waits for it.
    this.storing.catch(() => undefined);
  }

  /** Resolves when the last unit is stored. @throws what it failed with */
  async stored(): Promise<void> {
    await this.storing;
  }

  /** @param lines of the whole file */
  async finish(lines: number): Promise<ImportReceipt> {
    const { counts, token } = this.progress;
    const summary = { ...counts, lines };
    const operation = prepareSummary(this.context, 'memories.imported', summary, null);
    await this.writes.write(this.context.tenant, operation);
    await this.progress.finish();
    const resumedFromLine = Math.min(this.progress.lines + 1, lines);
    return { ...counts, lines, resumedFromLine, resume: token, errors: this.errors };
  }

  private async commit(items: readonly ImportItem[], operations: readonly ImportOperation[]): Promise<void> {
    const outcomes = await this.writes.submit(this.context.tenant, operations);
    for (const [index, item] of items.entries()) {
      const outcome = outcomes[index];
      if (outcome?.status === 'refused' && ENDS_IT.has(outcome.problem.code)) {
        // Nothing behind it was stored either. The file can be sent again when there is room for it.
        await this.progress.save(items[index - 1]?.lastLine ?? this.savedLines);
        throw outcome.problem;
      }
      if (outcome && !item.continued) this.changed = this.count(item, outcome);
      if (!this.changed) continue;
      this.progress.counts.versions += item.versions.length;
      this.progress.counts.links += item.links.length;
    }
    const lines = items.at(-1)?.lastLine ?? 0;
    await this.progress.save(lines);
    this.savedLines = lines;
    this.report(lines);
  }

  /** @returns whether the memory and its versions were stored */
  private count({ line }: ImportItem, outcome: OutcomeOf<'import'> | Refused): boolean {
    const { counts } = this.progress;
    switch (outcome.status) {
      case 'imported':
        counts.imported += 1;
        return true;
      case 'replaced':
        counts.updated += 1;
        return true;
      case 'refused':
        counts.failed += 1;
        if (this.errors.length < MAX_ERRORS) {
          const { code, message } = outcome.problem;
          this.errors.push({ line, code, message });
        }
        return false;
      case 'unchanged':
        counts.unchanged += 1;
        return false;
    }
  }

  private report(lines: number): void {
    if (performance.now() - this.reportedAt < REPORT_MS) return;
    this.reportedAt = performance.now();
    this.logger.info({ lines, ...this.progress.counts }, 'import goes on');
  }
}

/** Memories of the file by the unit. @param stored lines that need not be stored again */
async function* unitsOf(file: ImportFile, stored: number): AsyncGenerator<ImportItem[]> {
  let unit: ImportItem[] = [];
  let rows = 0;
  let characters = 0;
  for await (const item of file.items()) {
    if (item.lastLine <= stored) continue;
    unit.push(item);
    rows += 1 + item.versions.length + item.links.length;
    characters += charactersOf(item);
    if (rows < UNIT_ROWS && characters < UNIT_CHARACTERS) continue;
    yield unit;
    unit = [];
    rows = characters = 0;
  }
  if (unit.length > 0) yield unit;
}

function charactersOf({ memory, versions }: ImportItem): number {
  return versions.reduce((sum, version) => sum + version.content.length, memory.content.length);
}
