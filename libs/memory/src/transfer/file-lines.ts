import { Problem } from '@somabrain/kernel';
import { MAX_CONTENT_CHARACTERS } from '../validation/content';

const LINE_END = 0x0a;
/** Of one line, without its end: the longest text with every character written as two escapes, and 1 MiB for what else it says. */
const MAX_LINE_BYTES = 12 * MAX_CONTENT_CHARACTERS + 1024 * 1024;

/** A line of a file, without its end. */
export interface FileLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
}

/**
 * Parts a stream into lines; no more than one of them is held.
 * @throws Problem IMPORT_INVALID for a line that is longer than any memory needs, or a last one without an end
 */
export async function* linesOf(file: AsyncIterable<Uint8Array>): AsyncGenerator<FileLine> {
  let number = 1;
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const piece of file) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, start)) {
      const bytes = Buffer.concat([...held, chunk.subarray(start, end)]);
      if (bytes.length > MAX_LINE_BYTES) throw tooLong(number);
      yield { number, bytes };
      number += 1;
      held = [];
      heldBytes = 0;
      start = end + 1;
    }
    held.push(chunk.subarray(start));
    heldBytes += chunk.length - start;
    if (heldBytes > MAX_LINE_BYTES) throw tooLong(number);
  }
  if (heldBytes > 0) throw importInvalid(number, null, 'the file breaks off in it');
}

/** What is wrong with a line. @param field null where it is the line itself */
export function importInvalid(line: number, field: string | null, message: string): Problem {
  const place = field === null ? `line ${line}` : `line ${line}: ${field}`;
  const advice = 'Memories that stand before it may be stored already; send the whole file again to go on';
  return new Problem('IMPORT_INVALID', `${place}: ${message}. ${advice}`, {
    errors: [{ field: place, message }],
  });
}

function tooLong(line: number): Problem {
  return importInvalid(line, null, `is longer than ${MAX_LINE_BYTES} bytes`);
}
