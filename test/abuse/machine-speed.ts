/** What the piece of work below takes on two cores of the machine whose figures stand in docs/benchmarks.md. */
const REFERENCE_MS = 150;
const ROUNDS = 200;
const LINES = Array.from({ length: 400 }, (_, index) => ({
  id: `line ${index}`,
  words: ['of', 'a', 'list'],
  index,
}));

/** How many times as long this machine takes for a piece of work at present as the one the bounds were set on; at least 1. */
export function slowness(): number {
  return Math.max(1, millisecondsOfWork() / REFERENCE_MS);
}

/** Work like that of a service: objects, texts, look-ups. */
function millisecondsOfWork(): number {
  const began = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) {
    const lines = JSON.parse(JSON.stringify(LINES)) as typeof LINES;
    const byId = new Map(lines.map((line) => [`${line.id} ${round}`, line]));
    [...byId.keys()].sort((one, other) => (one < other ? 1 : -1));
  }
  return performance.now() - began;
}
