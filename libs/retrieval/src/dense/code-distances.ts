import { CODE_WORDS } from './sign-code';

/** The module of `assets/code-distances.wat`, made by `wat2wasm --enable-simd`: vector instructions count bits ten times as fast as JavaScript. */
const MODULE =
  'AGFzbQEAAAABBQFgAX8AAwIBAAUDAQABBxYCBm1lbW9yeQIACWRpc3RhbmNlcwAACl0BWwMBewF/AXtBgIAC/QAEACEBAkADQCACIABPDQEgAkEEdP0ABAAg' +
  'Af1R/WL9ff1/IQMgAiAD/RsAIAP9GwFqIAP9GwIgA/0bA2pqOgCQgAIgAkEBaiECDAALCws=';
const QUESTION_AT = 32_768;
const DISTANCES_AT = 32_784;

/** The most codes of one call. */
export const MOST_CODES = 1_024;

const kernel = instantiate();
const words = new Uint32Array(kernel.memory.buffer);
const bytes = new Uint8Array(kernel.memory.buffer);

/**
 * Writes the distances between one code and each of the first `rows` codes to `distances`, from `offset` on.
 *
 * @param rows at most 1,024
 */
export function writeCodeDistances(
  codes: Uint32Array,
  code: Uint32Array,
  rows: number,
  distances: Uint8Array,
  offset: number,
): void {
  words.set(codes.subarray(0, rows * CODE_WORDS));
  words.set(code, QUESTION_AT / Uint32Array.BYTES_PER_ELEMENT);
  kernel.distances(rows);
  distances.set(bytes.subarray(DISTANCES_AT, DISTANCES_AT + rows), offset);
}

interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly distances: (rows: number) => void;
}

function instantiate(): Kernel {
  const module = new WebAssembly.Module(Buffer.from(MODULE, 'base64'));
  const { memory, distances } = new WebAssembly.Instance(module).exports;
  return { memory, distances } as Kernel;
}
