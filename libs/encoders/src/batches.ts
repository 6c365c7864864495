/** What one request may hold. */
export interface BatchLimits {
  readonly inputs: number;
  readonly characters: number;
}

/**
 * Cuts texts into batches in their order, each within the limits; a text that exceeds the characters alone is a batch of its own.
 * @returns for each batch the number of its first text and of the one after its last
 */
export function batchesOf(texts: readonly string[], limits: BatchLimits): { start: number; end: number }[] {
  const batches: { start: number; end: number }[] = [];
  let start = 0;
  let characters = 0;
  texts.forEach((text, i) => {
    const isFull = i - start >= limits.inputs || characters + text.length > limits.characters;
    if (i > start && isFull) {
      batches.push({ start, end: i });
      [start, characters] = [i, 0];
    }
    characters += text.length;
  });
  if (texts.length > start) batches.push({ start, end: texts.length });
  return batches;
}

const HIGH_SURROGATE = /[\uD800-\uDBFF]$/;

/** The beginning of a text, of at most so many UTF-16 code units and without half a character at its end. */
export function cutText(text: string, characters: number): string {
  return text.length <= characters ? text : text.slice(0, characters).replace(HIGH_SURROGATE, '');
}
