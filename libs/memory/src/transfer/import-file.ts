import { createHash } from 'node:crypto';
import type { LineCounts } from './export-lines';
import { type FileLine, importInvalid, linesOf } from './file-lines';
import {
  type HeaderLine,
  type LinkLine,
  type MemoryLine,
  parseLine,
  type TrailerLine,
  type VersionLine,
} from './import-lines';

/** Versions and links of one memory that are stored together; of a memory with more the rest follows it. */
const MAX_BELONGINGS = 100;

/** A memory of the file with some of its earlier versions and links. */
export interface ImportItem {
  readonly memory: MemoryLine;
  readonly versions: VersionLine[];
  readonly links: LinkLine[];
  /** Line of the memory. */
  readonly line: number;
  /** Whether the memory came before, with the first of them. */
  readonly continued: boolean;
  /** The last line that belongs to it. */
  lastLine: number;
}

/** Reads a file of an export, line by line, and checks that it is whole. */
export class ImportFile {
  private readonly lines: AsyncGenerator<FileLine>;
  private readonly digest = createHash('sha256');
  private readonly counts: LineCounts = { memories: 0, versions: 0, links: 0 };
  private lastLine = 0;

  constructor(file: AsyncIterable<Uint8Array>) {
    this.lines = linesOf(file);
  }

  /** Lines read so far. */
  get lineCount(): number {
    return this.lastLine;
  }

  /** The first line. @throws Problem IMPORT_INVALID */
  async header(): Promise<HeaderLine> {
    const first = await this.lines.next();
    if (first.done) throw importInvalid(1, null, 'the file is empty');
    const parsed = this.parse(first.value);
    if (parsed.type !== 'header') throw importInvalid(1, 'type', 'must be header in the first line');
    return parsed;
  }

  /**
   * The memories that follow the header, in their order.
   * @throws Problem IMPORT_INVALID, for a file that is not whole after all of its memories
   */
  async *items(): AsyncGenerator<ImportItem> {
    let item: ImportItem | null = null;
    for await (const line of this.lines) {
      const parsed = this.parse(line);
      if (parsed.type === 'trailer') {
        if (item) yield item;
        await this.finish(line, parsed);
        return;
      }
      this.digest.update(line.bytes).update('\n');
      if (parsed.type === 'header') throw importInvalid(line.number, 'type', 'there is a header already');
      if (parsed.type === 'memory') {
        if (item) yield item;
        item = {
          memory: parsed,
          versions: [],
          links: [],
          line: line.number,
          continued: false,
          lastLine: line.number,
        };
        this.counts.memories += 1;
        continue;
      }
      item = this.withBelonging(item, parsed, line.number);
      if (item.versions.length + item.links.length < MAX_BELONGINGS) continue;
      yield item;
      item = { ...item, versions: [], links: [], continued: true };
    }
    throw importInvalid(this.lastLine, null, 'the file ends here, without a trailer: it is not whole');
  }

  private withBelonging(item: ImportItem | null, given: VersionLine | LinkLine, line: number): ImportItem {
    const isLink = given.type === 'link';
    if ((isLink ? given.source_id : given.id) !== item?.memory.id)
      throw importInvalid(line, isLink ? 'source_id' : 'id', 'must be that of the memory before it');
    item.lastLine = line;
    if (isLink) {
      item.links.push(given);
      this.counts.links += 1;
      return item;
    }
    if (given.version >= item.memory.version)
      throw importInvalid(line, 'version', 'must be below that of its memory');
    item.versions.push(given);
    this.counts.versions += 1;
    return item;
  }

  private async finish(line: FileLine, trailer: TrailerLine): Promise<void> {
    for (const kind of ['memories', 'versions', 'links'] as const) {
      if (trailer[kind] === this.counts[kind]) continue;
      throw importInvalid(line.number, kind, `must be ${this.counts[kind]}: so many lines are there`);
    }
    if (trailer.sha256 !== this.digest.digest('hex'))
      throw importInvalid(
        line.number,
        'sha256',
        'differs from that of the lines: the file was changed or damaged',
      );
    const { done } = await this.lines.next();
    if (!done) throw importInvalid(line.number + 1, null, 'stands behind the trailer');
  }

  private parse(line: FileLine) {
    this.lastLine = line.number;
    return parseLine(line);
  }
}
