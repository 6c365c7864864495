/** Yields to the event loop, so that other work runs before long work continues. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Milliseconds that long work runs before it yields: about the time of a few recalls. */
const SLICE_MS = 5;

/** Processes items one after the other, and yields to the event loop in between. */
export async function inSlices<T>(items: readonly T[], take: (item: T) => void): Promise<void> {
  let began = performance.now();
  for (const item of items) {
    take(item);
    if (performance.now() - began < SLICE_MS) continue;
    await nextTurn();
    began = performance.now();
  }
}
