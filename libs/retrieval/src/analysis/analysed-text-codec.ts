import { ByteReader, damaged } from './byte-reader';
import { ByteWriter } from './byte-writer';
import { LANGUAGE_GROUPS, type LanguageGroup } from '../encoders/language-group';
import type { AnalysedPassage, AnalysedText } from './analysed-text';
import { LABEL_FORMS, type SpeakerLabel } from './speaker-label';

/**
 * The stored form of an analysed text, little endian:
 *
 *     "AT" u8:version u8:flags varint:bytes utf8:language u8:label [varint:bytes utf8:name] varint:passages
 *     per passage: varint:forms (varint:bytes utf8 varint:count)*  varint:dimensions i8*
 *
 * Varints are LEB128. Label: 0 for none, else the place of its form in `LABEL_FORMS`, from 1 on, and its name follows. Flags: 1 temporal expression, 2 short question, and
 * from 4 on the number of the language group in `LANGUAGE_GROUPS`.
 */
const decoder = new TextDecoder();
const MAGIC = [0x41, 0x54];
const VERSION = 3;
/** The first versions with a language, and with a label. Vectors of older forms that are still valid are kept when the text is analysed again. */
const WITH_LANGUAGE = 2;
const WITH_LABEL = 3;
const TEMPORAL_EXPRESSION = 1;
const SHORT_QUESTION = 2;
const GROUP_SHIFT = 2;

/** Bytes to keep beside a memory; `deserialiseAnalysed` gives back an equal text. */
export function serialiseAnalysed(text: AnalysedText): Uint8Array {
  const flags =
    (text.hasTemporalExpression ? TEMPORAL_EXPRESSION : 0) |
    (text.isShortQuestion ? SHORT_QUESTION : 0) |
    (LANGUAGE_GROUPS.indexOf(text.languageGroup) << GROUP_SHIFT);
  const out = new ByteWriter();
  for (const byte of [...MAGIC, VERSION, flags]) out.byte(byte);
  out.text(text.language);
  writeLabel(out, text.speakerLabel);
  out.varint(text.passages.length);
  for (const passage of text.passages) writePassage(out, passage);
  return out.written();
}

/** The stored form, read with the forms of its passages as the caller wants them. */
export interface StoredText<Form> {
  /** ISO 639-1 code, or `und`. */
  readonly language: string;
  readonly passages: readonly StoredPassage<Form>[];
  readonly hasTemporalExpression: boolean;
  readonly isShortQuestion: boolean;
  readonly languageGroup: LanguageGroup;
  readonly speakerLabel: SpeakerLabel | null;
}

/** A passage: its forms, the count of each at the same index, and its vector. */
export interface StoredPassage<Form> {
  readonly forms: readonly Form[];
  readonly counts: readonly number[];
  readonly vector: Int8Array;
}

/**
 * Reads what `serialiseAnalysed` wrote.
 *
 * @param readForm makes a form of its UTF-8, from `start` up to `end`, and the language of its text
 * @throws Error if the bytes are something else, cut off or of another version
 */
export function readStored<Form>(
  bytes: Uint8Array,
  readForm: (bytes: Uint8Array, start: number, end: number, language: string) => Form,
): StoredText<Form> {
  const reader = new ByteReader(bytes);
  if (reader.byte() !== MAGIC[0] || reader.byte() !== MAGIC[1]) throw damaged('it does not begin with "AT"');
  const version = reader.byte();
  if (version === 0 || version > VERSION) throw damaged(`it has version ${version}, expected ${VERSION}`);
  const flags = reader.byte();
  const languageGroup = LANGUAGE_GROUPS[flags >> GROUP_SHIFT];
  if (languageGroup === undefined) throw damaged(`it has unknown flags ${flags}`);
  const language = version < WITH_LANGUAGE ? 'und' : readText(reader);
  const speakerLabel = version < WITH_LABEL ? null : readLabel(reader);
  const passages: StoredPassage<Form>[] = [];
  for (let left = reader.varint(); left > 0; left--) {
    passages.push(readPassage(reader, (all, start, end) => readForm(all, start, end, language)));
  }
  reader.expectEnd();
  return {
    language,
    passages,
    hasTemporalExpression: (flags & TEMPORAL_EXPRESSION) !== 0,
    isShortQuestion: (flags & SHORT_QUESTION) !== 0,
    languageGroup,
    speakerLabel,
  };
}

function writeLabel(out: ByteWriter, label: SpeakerLabel | null): void {
  out.byte(label === null ? 0 : 1 + LABEL_FORMS.indexOf(label.form));
  if (label !== null) out.text(label.name);
}

function readLabel(reader: ByteReader): SpeakerLabel | null {
  const place = reader.byte();
  if (place === 0) return null;
  const form = LABEL_FORMS[place - 1];
  if (form === undefined) throw damaged(`it has an unknown label ${place}`);
  return { form, name: readText(reader) };
}

function readText(reader: ByteReader): string {
  const end = reader.skip(reader.varint());
  return decoder.decode(reader.bytes.subarray(reader.skipped, end));
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

function readPassage<Form>(
  reader: ByteReader,
  readForm: (bytes: Uint8Array, start: number, end: number) => Form,
): StoredPassage<Form> {
  const forms: Form[] = [];
  const counts: number[] = [];
  for (let left = reader.varint(); left > 0; left--) {
    const end = reader.skip(reader.varint());
    forms.push(readForm(reader.bytes, reader.skipped, end));
    counts.push(reader.varint());
  }
  const end = reader.skip(reader.varint());
  const { buffer, byteOffset } = reader.bytes;
  // A view, not a copy: the index copies vectors that it keeps.
  return { forms, counts, vector: new Int8Array(buffer, byteOffset + reader.skipped, end - reader.skipped) };
}
