/** The module of `assets/dot-products.wat`, made by `wat2wasm`: vector instructions multiply sixteen components at a time. */
const MODULE =
  'AGFzbQEAAAABBgFgAn9/AAMCAQAFAwEAEQcVAgZtZW1vcnkCAAhwcm9kdWN0cwAACqwBAakBAgR/A3tBgMAAIQUCQANAIAIgAE8NAf0MAAAAAAAAAAAAAAAAAAAAACEI' +
  'QQAhAwNAIAUgA2r9AAQAIQYgA/0ABAAhByAIIAb9hwEgB/2HAf26ASAG/YgBIAf9iAH9ugH9rgH9rgEhCCADQRBqIQMgAyABSQ0ACyACQQJ0IAj9GwAgCP0bAWogCP0b' +
  'AiAI/RsDamo2AoAgIAUgAWohBSACQQFqIQIMAAsLCw==';
const PRODUCTS_AT = 4_096;
const VECTORS_AT = 8_192;

/** The most vectors of one call. */
export const MOST_VECTORS = 1_024;

const kernel = instantiate();
const bytes = new Int8Array(kernel.memory.buffer);
const integers = new Int32Array(kernel.memory.buffer);

/**
 * The dot products of a question with vectors of int8 components. The array is reused by the next call.
 *
 * @param question with a multiple of 16 components, 1,024 at most
 * @param vectors one behind the other
 * @param rows how many of them, at most 1,024
 */
export function dotProducts(question: Int8Array, vectors: Int8Array, rows: number): Int32Array {
  bytes.set(question);
  bytes.set(vectors.subarray(0, rows * question.length), VECTORS_AT);
  kernel.products(rows, question.length);
  const first = PRODUCTS_AT / Int32Array.BYTES_PER_ELEMENT;
  return integers.subarray(first, first + rows);
}

interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly products: (rows: number, dimensions: number) => void;
}

function instantiate(): Kernel {
  const module = new WebAssembly.Module(Buffer.from(MODULE, 'base64'));
  const { memory, products } = new WebAssembly.Instance(module).exports;
  return { memory, products } as Kernel;
}
