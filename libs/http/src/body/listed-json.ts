import {
  type JsonBounds,
  JsonScanner,
  type JsonStructure,
  OPENS_LIST,
  OPENS_OBJECT,
  Problem,
} from '@somabrain/kernel';
import { type JsonIntake, joined, parseBody, parseItem, weightOf } from './json-text';

/** The depth of the elements of a list that is a member of the object. */
const IN_LIST = 2;
const BLANK = /^[ \t\r\n]*$/;
/** The name of the member that a frame ends with, and the beginning of its list. */
const LAST_MEMBER = /("(?:[^"\\]|\\.)*")[ \t\r\n]*:[ \t\r\n]*\[$/;
const LONGEST_NAME = 200;

export interface ListBounds extends JsonBounds {
  /** Elements that a list may have. */
  readonly elements: number;
  /** Of one element. */
  readonly elementBytes: number;
  /** Of everything beside the elements. */
  readonly frameBytes: number;
}

/**
 * An object with long lists. Each element is parsed when it has come in, and its bytes are let go. What remains is the frame: the text with a
 * number, the place in `elements`, for each of them. The value is the same as that of the whole text, duplicated members included.
 */
export class ListedJson implements JsonIntake, JsonStructure {
  private readonly scanner: JsonScanner;
  private readonly elements: unknown[] = [];
  private readonly frame: Buffer[] = [];
  private readonly held: Buffer[] = [];
  private piece: Buffer = Buffer.alloc(0);
  /** Where in the piece begins what has been put nowhere yet. */
  private start = 0;
  private bytes = 0;
  private frameBytes = 0;
  private heldBytes = 0;
  private isObject = false;
  private inList = false;
  private elementsOfList = 0;

  constructor(private readonly bounds: ListBounds) {
    this.scanner = new JsonScanner(bounds, this);
  }

  get weight(): number {
    return weightOf(this.bytes, this.scanner);
  }

  take(piece: Buffer): void {
    this.bytes += piece.length;
    this.piece = piece;
    this.start = 0;
    this.scanner.scan(piece);
    if (this.inList) this.hold(piece.length);
    else this.toFrame(piece.length);
  }

  value(): unknown {
    // A list that was not closed: the frame ends within it, and is not valid.
    const value = parseBody(joined(this.frame));
    if (!this.isObject || typeof value !== 'object' || value === null) return value;
    for (const member of Object.values(value)) {
      if (Array.isArray(member)) this.restore(member as unknown[]);
    }
    return value;
  }

  opened(depth: number, byte: number, at: number): void {
    if (depth === 1) this.isObject = byte === OPENS_OBJECT;
    if (depth !== IN_LIST || byte !== OPENS_LIST || !this.isObject) return;
    this.toFrame(at + 1);
    this.inList = true;
    this.elementsOfList = 0;
  }

  parted(depth: number, at: number): void {
    if (!this.inList || depth !== IN_LIST) return;
    this.finishElement(at);
    this.toFrame(at + 1);
  }

  closed(depth: number, at: number): void {
    if (!this.inList || depth >= IN_LIST) return;
    this.hold(at);
    if (this.elementsOfList === 0 && BLANK.test(joined(this.held).toString('latin1'))) this.forgetHeld();
    else this.finishElement(at);
    this.inList = false;
  }

  private finishElement(end: number): void {
    this.hold(end);
    this.elementsOfList += 1;
    if (this.elementsOfList > this.bounds.elements) throw this.tooManyElements();
    const place = Buffer.from(String(this.elements.length));
    this.elements.push(parseItem(joined(this.held)));
    this.forgetHeld();
    this.frame.push(place);
    this.frameBytes += place.length;
  }

  private hold(end: number): void {
    const part = this.piece.subarray(this.start, end);
    this.start = end;
    this.heldBytes += part.length;
    if (this.heldBytes > this.bounds.elementBytes) {
      throw tooLong(`An item of the body may have at most ${this.bounds.elementBytes} bytes`);
    }
    this.held.push(part);
  }

  private forgetHeld(): void {
    this.held.length = 0;
    this.heldBytes = 0;
  }

  private toFrame(end: number): void {
    const part = this.piece.subarray(this.start, end);
    this.start = end;
    this.frameBytes += part.length;
    if (this.frameBytes > this.bounds.frameBytes) {
      throw tooLong(`Beside its lists the body may have at most ${this.bounds.frameBytes} bytes`);
    }
    this.frame.push(part);
  }

  /** Puts the elements in the place of their numbers. */
  private restore(list: unknown[]): void {
    for (const [index, place] of list.entries()) list[index] = this.elements[Number(place)];
  }

  private tooManyElements(): Problem {
    const { elements } = this.bounds;
    const field = this.nameOfList();
    const message = `may have at most ${elements} items`;
    return new Problem('VALIDATION_FAILED', `${field}: ${message}`, { errors: [{ field, message }] });
  }

  /** As it stands in the frame before the numbers of its elements. */
  private nameOfList(): string {
    const text = joined(this.frame).toString();
    const end = text.lastIndexOf('[') + 1;
    const name = LAST_MEMBER.exec(text.slice(Math.max(0, end - LONGEST_NAME), end))?.[1];
    return name === undefined ? 'body' : String(JSON.parse(name));
  }
}

function tooLong(detail: string): Problem {
  return new Problem('PAYLOAD_TOO_LARGE', detail);
}
