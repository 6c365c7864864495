import { createHash } from 'node:crypto';
import type { Database } from '@somabrain/database';
import { newId, type TenantContext, type Viewer } from '@somabrain/kernel';
import type { Memory } from '../memory';
import type { ExportQuery } from './transfer';
import type { AccessRecords } from '../recall/access-records';
import { type RelatedLine, linkLines, versionLines } from './export-related-rows';
import { type Exported, headerLine, type LineCounts, memoryLine, trailerLine } from './export-lines';
import { type ExportPlace, openScope, readExportPage } from './export-pages';

/** Characters after which lines are handed on, and others have their turn. */
const CHUNK_CHARACTERS = 100_000;

/**
 * The use case export: all memories of a tenant as a file. Each page is read by itself, so nothing is held while the reader is slow; a
 * memory that changes meanwhile is in the file as it is when its page is read.
 */
export class ExportMemories {
  constructor(
    private readonly database: Database,
    private readonly access: AccessRecords,
  ) {}

  /** @throws Problem DATABASE_UNAVAILABLE, also half-way: the file then has no trailer */
  async *execute(context: TenantContext, query: ExportQuery): AsyncGenerator<Uint8Array> {
    const { tenant } = context;
    const { namespace } = query;
    const { scope, memories } = await openScope(this.database, context, query);
    const counts: LineCounts = { memories: 0, versions: 0, links: 0 };
    const digest = createHash('sha256');
    try {
      yield Buffer.from(
        headerLine({ exportId: newId(), tenant, namespace, exportedAt: Date.now(), memories }),
      );
      for (let after: ExportPlace | null = null, more = true; more;) {
        const page = await readExportPage(this.database, scope, after);
        for await (const lines of this.linesOf(context, page.memories, counts)) {
          const chunk = Buffer.from(lines);
          digest.update(chunk);
          yield chunk;
        }
        after = page.next;
        more = after !== null;
      }
      yield Buffer.from(trailerLine(counts, digest.digest('hex')));
    } finally {
      await this.access.exported(context, namespace, { ...counts });
    }
  }

  private async *linesOf(
    viewer: Viewer,
    memories: readonly Exported<Memory>[],
    counts: LineCounts,
  ): AsyncGenerator<string> {
    const versions = new LinesInOrder(versionLines(this.database, viewer, memories));
    const links = new LinesInOrder(linkLines(this.database, viewer, memories));
    let lines = '';
    for (const [place, memory] of memories.entries()) {
      lines += memoryLine(memory);
      counts.memories += 1;
      for await (const line of versions.of(place)) {
        lines += line;
        counts.versions += 1;
      }
      for await (const line of links.of(place)) {
        lines += line;
        counts.links += 1;
      }
      if (lines.length < CHUNK_CHARACTERS) continue;
      yield lines;
      lines = '';
    }
    if (lines !== '') yield lines;
  }
}

/** Hands out lines that are in the order of their memories, memory by memory. */
class LinesInOrder {
  private next: RelatedLine | null = null;

  constructor(private readonly lines: AsyncGenerator<RelatedLine>) {}

  async *of(place: number): AsyncGenerator<string> {
    this.next ??= await this.read();
    for (; this.next?.place === place; this.next = await this.read()) yield this.next.line;
  }

  private async read(): Promise<RelatedLine | null> {
    const next = await this.lines.next();
    return next.done ? null : next.value;
  }
}
