import { ByteWriter } from './byte-writer';
import type { AnalysedPassage, AnalysedText, FormCount } from './analysed-text';

/**
 * The stored form of an analysed text, little endian:
 *
 *     "AT" u8:version u8:flags varint:passages
 *     per passage: varint:forms (varint:bytes utf8 varint:count)*  varint:dimensions i8*
 *
 * Varints are LEB128. Flags: 1 temporal expression, 2 short question.
 */
const MAGIC = [0x41, 0x54];
const VERSION = 1;
const TEMPORAL_EXPRESSION = 1;
const SHORT_QUESTION = 2;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Bytes to keep beside a memory; `deserialiseAnalysed` gives back an equal text. */
export function serialiseAnalysed(text: AnalysedText): Uint8Array {
  const flags =
    (text.hasTemporalExpression ? TEMPORAL_EXPRESSION : 0) | (text.isShortQuestion ? SHORT_QUESTION : 0);
  const out = new ByteWriter();
  for (const byte of [...MAGIC, VERSION, flags]) out.byte(byte);
  out.varint(text.passages.length);
  for (const passage of text.passages) writePassage(out, passage);
  return out.written();
}

/**
 * Reads what `serialiseAnalysed` wrote.
 *
 * @throws Error if the bytes are something else, cut off or of another version
 */
export function deserialiseAnalysed(bytes: Uint8Array): AnalysedText {
  const reader = new Reader(bytes);
  if (reader.byte() !== MAGIC[0] || reader.byte() !== MAGIC[1]) throw damaged('it does not begin with "AT"');
  const version = reader.byte();
  if (version !== VERSION) throw damaged(`it has version ${version}, expected ${VERSION}`);
  const flags = reader.byte();
  if (flags > (TEMPORAL_EXPRESSION | SHORT_QUESTION)) throw damaged(`it has unknown flags ${flags}`);
  const passages = reader.list(() => readPassage(reader));
  reader.expectEnd();
  return {
    passages,
    hasTemporalExpression: (flags & TEMPORAL_EXPRESSION) !== 0,
    isShortQuestion: (flags & SHORT_QUESTION) !== 0,
  };
}

function writePassage(out: ByteWriter, passage: AnalysedPassage): void {
  out.varint(passage.forms.length);
  for (const { form, count } of passage.forms) {
    out.text(form);
    out.varint(count);
  }
  out.varint(passage.vector.length);
  out.raw(passage.vector);
}

function readPassage(reader: Reader): AnalysedPassage {
  const forms = reader.list((): FormCount => ({ form: reader.text(), count: reader.varint() }));
  return { forms, vector: Int8Array.from(reader.take(reader.varint())) };
}

class Reader {
  private offset = 0;

  constructor(private readonly bytes: Uint8Array) {}

  byte(): number {
    const value = this.bytes[this.offset];
    if (value === undefined) throw damaged('it ends too early');
    this.offset += 1;
    return value;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw damaged('a number is too large');
  }

  take(length: number): Uint8Array {
    if (this.offset + length > this.bytes.length) throw damaged('it ends too early');
    this.offset += length;
    return this.bytes.subarray(this.offset - length, this.offset);
  }

  text(): string {
    const utf8 = this.take(this.varint());
    try {
      return decoder.decode(utf8);
    } catch (cause) {
      throw damaged('a word is not UTF-8', cause);
    }
  }

  list<T>(readItem: () => T): T[] {
    const items: T[] = [];
    for (let remaining = this.varint(); remaining > 0; remaining--) items.push(readItem());
    return items;
  }

  expectEnd(): void {
    if (this.offset !== this.bytes.length) throw damaged('something follows its end');
  }
}

function damaged(what: string, cause?: unknown): Error {
  return new Error(`Analysed text: ${what}. The stored form is damaged; analyse the text again.`, { cause });
}
