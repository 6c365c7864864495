/** How much a JSON text may hold. */
export interface JsonBounds {
  /** Objects and lists within each other. */
  readonly depth: number;
  /** Members of objects and elements of lists, all together. */
  readonly values: number;
}

/** A JSON text holds more than it may. */
export class TooMuchJson extends Error {
  override readonly name = 'TooMuchJson';

  /** @param message completes a sentence that begins with what holds it: "is nested deeper than 64 levels" */
  constructor(
    readonly bound: keyof JsonBounds,
    message: string,
  ) {
    super(message);
  }
}

/** Is told of the structure of a text while it comes in. @param at offset in the present piece */
export interface JsonStructure {
  opened(depth: number, byte: number, at: number): void;
  /** A comma. */
  parted(depth: number, at: number): void;
  closed(depth: number, at: number): void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
export const OPENS_OBJECT = 0x7b;
export const OPENS_LIST = 0x5b;

/** What each byte means outside of a string; most mean nothing. */
const enum Kind {
  Other,
  Quote,
  Open,
  Close,
  Comma,
}
const KINDS = new Uint8Array(256);
KINDS[QUOTE] = Kind.Quote;
KINDS[COMMA] = Kind.Comma;
KINDS[OPENS_OBJECT] = Kind.Open;
KINDS[OPENS_LIST] = Kind.Open;
KINDS[0x7d] = Kind.Close;
KINDS[0x5d] = Kind.Close;

/**
 * Follows the structure of a JSON text in UTF-8, piece by piece, so that one that holds too much is refused before it is in memory as
 * values. It does not check that the text is valid; `JSON.parse` does that later.
 */
export class JsonScanner {
  private depth = 0;
  private count = 0;
  private inString = false;
  /** Whether the next byte belongs to a backslash at the end of the piece before. */
  private escaped = false;

  constructor(
    private readonly bounds: JsonBounds,
    private readonly structure?: JsonStructure,
  ) {}

  /** Members and elements so far; an empty object or list counts for one more. */
  get values(): number {
    return this.count;
  }

  /** @throws TooMuchJson */
  scan(piece: Uint8Array): void {
    const { length } = piece;
    let at = this.inString ? this.afterString(piece, 0) : 0;
    while (at < length) {
      const kind = KINDS[piece[at] ?? 0];
      if (kind === Kind.Other) at += 1;
      else if (kind === Kind.Quote) at = this.afterString(piece, at + 1);
      else {
        this.meet(kind, piece, at);
        at += 1;
      }
    }
  }

  private meet(kind: number | undefined, piece: Uint8Array, at: number): void {
    if (kind === Kind.Close) {
      this.depth -= 1;
      this.structure?.closed(this.depth, at);
      return;
    }
    this.count += 1;
    if (this.count > this.bounds.values) throw tooMany(this.bounds);
    if (kind === Kind.Comma) {
      this.structure?.parted(this.depth, at);
      return;
    }
    this.depth += 1;
    if (this.depth > this.bounds.depth) throw tooDeep(this.bounds);
    this.structure?.opened(this.depth, piece[at] ?? 0, at);
  }

  /** The offset behind the end of a string; that of the end of the piece where the string goes on. */
  private afterString(piece: Uint8Array, from: number): number {
    const { length } = piece;
    let at = from;
    if (this.escaped && at < length) {
      this.escaped = false;
      at += 1;
    }
    while (at < length) {
      const byte = piece[at];
      if (byte === QUOTE) {
        this.inString = false;
        return at + 1;
      }
      at += byte === BACKSLASH ? 2 : 1;
    }
    this.inString = true;
    if (at > length) this.escaped = true;
    return length;
  }
}

function tooMany({ values }: JsonBounds): TooMuchJson {
  return new TooMuchJson('values', `holds more than ${values} values`);
}

function tooDeep({ depth }: JsonBounds): TooMuchJson {
  return new TooMuchJson('depth', `is nested deeper than ${depth} levels`);
}
