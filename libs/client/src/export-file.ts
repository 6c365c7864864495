import { createHash } from 'node:crypto';

/** What the first line of an export says. */
export interface ExportHeader {
  readonly exportId: string;
  readonly tenant: string;
  /** Null when the export holds every namespace. */
  readonly namespace: string | null;
  /** ISO 8601. */
  readonly exportedAt: string;
  /** How many memories there were when it began. */
  readonly memories: number;
}

/** What a whole export holds. */
export interface ExportSummary extends ExportHeader {
  readonly versions: number;
  readonly links: number;
  /** Hex of the SHA-256 over all lines between the first and the last, with their line breaks. */
  readonly sha256: string;
}

/** The export is not whole: it ended early, or its bytes are not those that were sent. */
export class DamagedExport extends Error {
  override readonly name = 'DamagedExport';
}

const NEWLINE = 0x0a;

/**
 * Reads an export as it passes, in any pieces, and tells at its end whether it is whole: NDJSON between a header and a trailer with
 * the checksum. Holds one line at a time.
 */
export class ExportCheck {
  private readonly hash = createHash('sha256');
  private header: ExportHeader | null = null;
  /** The newest whole line, which may be the trailer. */
  private last: Buffer | null = null;
  private unfinished: Buffer[] = [];
  private hashed = 0;

  /** Lines so far between the header and the newest one. */
  get lines(): number {
    return this.hashed;
  }

  /** How many memories the header announces; 0 before it has come. */
  get expected(): number {
    return this.header?.memories ?? 0;
  }

  /** @throws DamagedExport when the first line is not the header of an export */
  add(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.addLine(Buffer.concat([...this.unfinished, bytes.subarray(start, end + 1)]));
      this.unfinished = [];
      start = end + 1;
    }
    // A copy: whoever gave the chunk may use its memory again.
    if (start < bytes.length) this.unfinished.push(Buffer.from(bytes.subarray(start)));
  }

  /**
   * To be called after the last chunk.
   * @throws DamagedExport when the export ended early or its checksum does not hold
   */
  finish(): ExportSummary {
    if (this.unfinished.length > 0) this.addLine(Buffer.concat(this.unfinished));
    if (this.header === null) throw new DamagedExport('The export is empty');
    const trailer = this.last === null ? null : objectIn(this.last);
    if (trailer?.type !== 'trailer') {
      throw new DamagedExport(
        `The export ended after ${this.hashed + (this.last ? 1 : 0)} lines, without its trailer`,
      );
    }
    const sha256 = this.hash.digest('hex');
    const { memories, versions, links } = trailer;
    const counts = { memories: Number(memories), versions: Number(versions), links: Number(links) };
    if (trailer.sha256 !== sha256 || counts.memories + counts.versions + counts.links !== this.hashed) {
      throw new DamagedExport('The export is damaged: its lines are not those its trailer was made of');
    }
    return { ...this.header, ...counts, sha256 };
  }

  private addLine(line: Buffer): void {
    if (this.header === null) {
      this.header = headerIn(line);
      return;
    }
    if (this.last !== null) {
      this.hash.update(this.last);
      this.hashed += 1;
    }
    this.last = line;
  }
}

function headerIn(line: Buffer): ExportHeader {
  const header = objectIn(line);
  if (header?.type !== 'header' || header.format !== 'somabrain-export') {
    throw new DamagedExport('This is not an export of SomaBrain: its first line is not the header of one');
  }
  if (header.version !== 1) {
    throw new DamagedExport(
      `The export has version ${String(header.version)} of the format; this program knows version 1`,
    );
  }
  return {
    exportId: String(header.export_id),
    tenant: String(header.tenant),
    namespace: typeof header.namespace === 'string' ? header.namespace : null,
    exportedAt: String(header.exported_at),
    memories: Number(header.memories),
  };
}

function objectIn(line: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null; // a line that was cut, or something else altogether
  }
}
