/** Lets whatever else waits on the event loop run before long work goes on. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Long work goes on for so long before others have a turn: as long as a few recalls take. */
const SLICE_MS = 5;

/** Takes items one after the other, and lets whatever else waits run in between. */
export async function inSlices<T>(items: readonly T[], take: (item: T) => void): Promise<void> {
  let began = performance.now();
  for (const item of items) {
    take(item);
    if (performance.now() - began < SLICE_MS) continue;
    await nextTurn();
    began = performance.now();
  }
}
