import { isUtf8 } from 'node:buffer';
import {
  type JsonBounds,
  JsonScanner,
  NUMBER_BEYOND_DOUBLE,
  numberBeyondDouble,
  Problem,
  TooMuchJson,
} from '@somabrain/kernel';
import { fieldName } from '../schema-validation.pipe';

/** Takes a JSON text in as it comes, and is its value at the end. */
export interface JsonIntake {
  /** About how much memory it takes so far, in bytes. */
  readonly weight: number;
  /** @throws Problem PAYLOAD_TOO_LARGE, VALIDATION_FAILED, MALFORMED_JSON; TooMuchJson */
  take(piece: Buffer): void;
  /** @throws Problem MALFORMED_JSON */
  value(): unknown;
}

/** What an object or a text costs in memory beside its bytes, about. */
const BYTES_A_VALUE = 64;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A text that is parsed in one go. */
export class WholeJson implements JsonIntake {
  private readonly pieces: Buffer[] = [];
  private readonly scanner: JsonScanner;
  private bytes = 0;

  constructor(bounds: JsonBounds) {
    this.scanner = new JsonScanner(bounds);
  }

  get weight(): number {
    return weightOf(this.bytes, this.scanner);
  }

  take(piece: Buffer): void {
    this.scanner.scan(piece);
    this.pieces.push(piece);
    this.bytes += piece.length;
  }

  value(): unknown {
    return parseBody(joined(this.pieces));
  }
}

export function weightOf(bytes: number, { values }: JsonScanner): number {
  return bytes + values * BYTES_A_VALUE;
}

export function joined(pieces: readonly Buffer[]): Buffer {
  const [first, ...others] = pieces;
  return first && others.length === 0 ? first : Buffer.concat(pieces);
}

/** A text from its first byte, which some programs put a mark before. @throws Problem MALFORMED_JSON, VALIDATION_FAILED */
export function parseBody(bytes: Buffer): unknown {
  return parseExact(bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes);
}

/** A text whose whole numbers can be kept. @throws Problem MALFORMED_JSON, VALIDATION_FAILED */
function parseExact(bytes: Buffer): unknown {
  const { value, text } = parse(bytes);
  const number = numberBeyondDouble(text);
  if (!number) return value;
  const field = fieldName(number.path);
  throw new Problem('VALIDATION_FAILED', `${field}: ${NUMBER_BEYOND_DOUBLE}`, {
    errors: [{ field, message: NUMBER_BEYOND_DOUBLE }],
  });
}

/**
 * An item of a list, which its schema refuses or takes on its own: a whole number that cannot be kept stands in it as a `bigint`.
 * @throws Problem MALFORMED_JSON
 */
export function parseItem(bytes: Buffer): unknown {
  const { value, text } = parse(bytes);
  const number = numberBeyondDouble(text);
  if (!number) return value;
  let item: unknown = BigInt(0);
  for (const segment of number.path.toReversed())
    item = typeof segment === 'number' ? Object.assign([], { [segment]: item }) : { [segment]: item };
  return item;
}

/** @throws Problem MALFORMED_JSON */
function parse(bytes: Buffer): { readonly value: unknown; readonly text: string } {
  // A decoder would replace broken bytes by U+FFFD, and what was stored would not be what was sent.
  if (!isUtf8(bytes)) throw new Problem('MALFORMED_JSON', 'The body holds bytes that are not UTF-8');
  try {
    const text = bytes.toString();
    return { value: JSON.parse(text) as unknown, text };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Problem('MALFORMED_JSON', `The body is not valid JSON: ${reason}`, { cause });
  }
}

/** In the words of a problem. */
export function boundProblem({ bound, message }: TooMuchJson): Problem {
  if (bound === 'values') return new Problem('PAYLOAD_TOO_LARGE', `The body ${message}; send less at once`);
  return new Problem('VALIDATION_FAILED', `body: ${message}`, { errors: [{ field: 'body', message }] });
}
