import { MOST_CODES, writeCodeDistances } from './code-distances';
import { dotProducts } from './dot-products';
import type { IndexState } from '../index/index-state';
import { CODE_WORDS, writeSignCode } from './sign-code';

const CHUNK = MOST_CODES;
/** Vectors that the first chunk has room for before it doubles: most namespaces are small. */
const FIRST_ROWS = 16;
/**
 * Unit vectors enter the running sum as multiples of 2^-30, so that adding and taking away are exact: 1 / length is rounded to one, and the
 * components are integers. The sum stays below 2^53 for 33 million passages, and a namespace has no more.
 */
const SUM_SCALE = 2 ** 30;

/** The sum of the unit vectors of a language group, and how many they are. */
interface GroupSum {
  readonly sum: Float64Array;
  count: number;
}

/** The vectors of passages: int8 components, 1 / length and a sign code each, and the sum of all unit vectors of each language group. */
export class VectorStore {
  private readonly components: Int8Array[] = [];
  private readonly codes: Uint32Array[] = [];
  private readonly inverseLengths: Float32Array[] = [];
  /** By the number of the language group. */
  private readonly groups: (GroupSum | undefined)[] = [];

  constructor(private readonly dimensions: number) {}

  /** Stores the vector of the next passage. @param group number of its language group */
  add(passage: number, vector: Int8Array, group: number): void {
    const chunk = Math.floor(passage / CHUNK);
    const row = passage % CHUNK;
    if (row >= (this.inverseLengths[chunk]?.length ?? 0)) this.makeRoom(chunk, row);
    this.components[chunk]!.set(vector, row * this.dimensions);
    this.inverseLengths[chunk]![row] = inverseLength(vector);
    writeSignCode(vector, this.codes[chunk]!, row * CODE_WORDS);
    this.addToSum(passage, group, 1);
  }

  /** Takes a vector out of the sum of its group; its place stays occupied. */
  retire(passage: number, group: number): void {
    this.addToSum(passage, group, -1);
  }

  /** The components of a passage's vector; a view, not a copy. */
  vector(passage: number): Int8Array {
    const start = (passage % CHUNK) * this.dimensions;
    return this.components[Math.floor(passage / CHUNK)]!.subarray(start, start + this.dimensions);
  }

  /** Dot product of an int8 vector with the unit vector of a passage. */
  dot(passage: number, question: Int8Array): number {
    const chunk = Math.floor(passage / CHUNK);
    const row = passage % CHUNK;
    const components = this.components[chunk]!;
    const start = row * this.dimensions;
    // Four sums side by side, for each waits for the one before; of integers, so that their order does not matter.
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < question.length; i += 4) {
      const at = start + i;
      a = (a + Math.imul(question[i]!, components[at]!)) | 0;
      b = (b + Math.imul(question[i + 1]!, components[at + 1]!)) | 0;
      c = (c + Math.imul(question[i + 2]!, components[at + 2]!)) | 0;
      d = (d + Math.imul(question[i + 3]!, components[at + 3]!)) | 0;
    }
    return (a + b + c + d) * this.inverseLengths[chunk]![row]!;
  }

  /** Writes the dot product of an int8 vector with the unit vector of each passage to `dots`, by number. */
  writeDots(question: Int8Array, passages: number, dots: Float64Array): void {
    for (let first = 0; first < passages; first += CHUNK) {
      const rows = Math.min(CHUNK, passages - first);
      const products = dotProducts(question, this.components[first / CHUNK]!, rows);
      const inverseLengths = this.inverseLengths[first / CHUNK]!;
      for (let row = 0; row < rows; row++) dots[first + row] = products[row]! * inverseLengths[row]!;
    }
  }

  /** For every language group, by its number: the sum of the dot products of an int8 vector with the unit vectors of its passages. */
  groupDots(question: Int8Array): { readonly sum: number; readonly count: number }[] {
    return Array.from(this.groups, (group) => {
      if (!group) return { sum: 0, count: 0 };
      let sum = 0;
      for (let i = 0; i < question.length; i++) sum += question[i]! * group.sum[i]!;
      return { sum: sum / SUM_SCALE, count: group.count };
    });
  }

  /** Writes the distance between a sign code and that of each passage to `distances`, by number. */
  writeDistances(code: Uint32Array, passages: number, distances: Uint8Array): void {
    for (let first = 0; first < passages; first += CHUNK) {
      const rows = Math.min(CHUNK, passages - first);
      writeCodeDistances(this.codes[first / CHUNK]!, code, rows, distances, first);
    }
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    const rows = this.inverseLengths.reduce((sum, chunk) => sum + chunk.length, 0);
    return rows * (this.dimensions + 4 * CODE_WORDS + 4);
  }

  /** Stores the vectors, or gets them back. @param passages how many there are */
  transfer(state: IndexState, passages: number): void {
    for (let chunk = 0; chunk * CHUNK < passages; chunk++) {
      const rows = Math.min(CHUNK, passages - chunk * CHUNK);
      if (state.isReading && rows < CHUNK) this.makeRoom(chunk, rows - 1);
      transferStart(state, this.components, chunk, rows * this.dimensions, new Int8Array(0));
      transferStart(state, this.codes, chunk, rows * CODE_WORDS, new Uint32Array(0));
      transferStart(state, this.inverseLengths, chunk, rows, new Float32Array(0));
    }
    const groups = state.number(this.groups.length);
    for (let number = 0; number < groups; number++) {
      const group = this.groups[number];
      const sum = state.array(group?.sum ?? new Float64Array(0));
      const count = state.number(group?.count ?? 0);
      if (state.isReading && sum.length > 0) this.groups[number] = { sum, count };
    }
  }

  private makeRoom(chunk: number, row: number): void {
    const rows = chunk > 0 ? CHUNK : Math.min(CHUNK, Math.max(FIRST_ROWS, 2 * row));
    const components = new Int8Array(rows * this.dimensions);
    const codes = new Uint32Array(rows * CODE_WORDS);
    const inverseLengths = new Float32Array(rows);
    components.set(this.components[chunk] ?? []);
    codes.set(this.codes[chunk] ?? []);
    inverseLengths.set(this.inverseLengths[chunk] ?? []);
    this.components[chunk] = components;
    this.codes[chunk] = codes;
    this.inverseLengths[chunk] = inverseLengths;
  }

  private addToSum(passage: number, number: number, sign: 1 | -1): void {
    const group = (this.groups[number] ??= { sum: new Float64Array(this.dimensions), count: 0 });
    const { sum } = group;
    const chunk = Math.floor(passage / CHUNK);
    const row = passage % CHUNK;
    const components = this.components[chunk]!;
    const start = row * this.dimensions;
    const scale = sign * Math.round(SUM_SCALE * this.inverseLengths[chunk]![row]!);
    for (let i = 0; i < sum.length; i++) sum[i]! += scale * components[start + i]!;
    group.count += sign;
  }
}

/** Stores the first numbers of a chunk, or gets them back: into the room that is made for them, else as the chunk. */
function transferStart<T extends Int8Array | Uint32Array | Float32Array>(
  state: IndexState,
  chunks: T[],
  chunk: number,
  used: number,
  none: T,
): void {
  const room = chunks[chunk];
  const stored = state.array((room?.subarray(0, used) as T | undefined) ?? none);
  if (!state.isReading) return;
  if (room) room.set(stored);
  else chunks[chunk] = stored;
}

/** 1 / length of a vector, 0 for the zero vector. */
export function inverseLength(vector: Int8Array): number {
  let squares = 0;
  for (const component of vector) squares += component * component;
  return squares === 0 ? 0 : 1 / Math.sqrt(squares);
}
