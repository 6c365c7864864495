/** A whole number in a JSON text, and where it stands. */
export interface PlacedNumber {
  readonly path: readonly (string | number)[];
  readonly literal: string;
}

/** An object or a list that the scan is in. */
interface Frame {
  readonly isList: boolean;
  index: number;
  /** Where the name of the present member begins and ends, quotes included. */
  from: number;
  to: number;
}

/** 2^53 has 16 digits. */
const LONG_RUN = /\d{16}/;
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const LARGEST = 2n ** 53n;
const QUOTE = '"';

/**
 * The first whole number beyond 2^53 in a valid JSON text, or null. `JSON.parse` may round it. A text without a run of 16 digits is
 * searched for one and no more.
 * @param counts whether a literal beyond 2^53 is one that is looked for
 */
export function numberBeyondDouble(
  json: string,
  counts: (literal: string) => boolean = () => true,
): PlacedNumber | null {
  return LONG_RUN.test(json) ? scan(json, counts) : null;
}

/** Whether `JSON.parse` makes another number of a literal. */
export function isRounded(literal: string): boolean {
  return String(Number(literal)) !== literal;
}

/** What to say of such a number. */
export const NUMBER_BEYOND_DOUBLE =
  'is a whole number beyond 2^53, which JSON numbers do not keep exactly; send it as a text';

function scan(json: string, counts: (literal: string) => boolean): PlacedNumber | null {
  const frames: Frame[] = [];
  let namesMember = false;
  let at = 0;
  while (at < json.length) {
    const character = json[at];
    const frame = frames.at(-1);
    if (character === QUOTE) {
      const end = endOfString(json, at);
      if (namesMember && frame) [frame.from, frame.to] = [at, end];
      namesMember = false;
      at = end;
      continue;
    }
    if (character === '{' || character === '[') frames.push(frameOf(character));
    else if (character === '}' || character === ']') frames.pop();
    else if (character === ',' && frame) frame.index += 1;
    else if (character === '-' || isDigit(character)) {
      const literal = numberAt(json, at);
      if (isBeyond(literal) && counts(literal)) return { path: pathOf(json, frames), literal };
      at += literal.length;
      continue;
    }
    if (character === '{') namesMember = true;
    else if (character === ',') namesMember = frame?.isList === false;
    else if (character === '}') namesMember = false;
    at += 1;
  }
  return null;
}

function frameOf(character: string): Frame {
  return { isList: character === '[', index: 0, from: 0, to: 0 };
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function numberAt(json: string, at: number): string {
  NUMBER.lastIndex = at;
  return NUMBER.exec(json)?.[0] ?? '-';
}

function isBeyond(literal: string): boolean {
  if (literal.length < 16 || !/^-?\d+$/.test(literal)) return false;
  const digits = literal.replace(/^-/, '');
  // A long one is not made a number: that takes time that grows with the square of its length.
  return digits.length > 16 || BigInt(digits) > LARGEST;
}

/** The offset behind the string that begins here. */
function endOfString(json: string, from: number): number {
  let end = json.indexOf(QUOTE, from + 1);
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf(QUOTE, end + 1);
  return end === -1 ? json.length : end + 1;
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0;
  while (json[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function pathOf(json: string, frames: readonly Frame[]): (string | number)[] {
  return frames.map(({ isList, index, from, to }) =>
    isList ? index : (JSON.parse(json.slice(from, to)) as string),
  );
}
