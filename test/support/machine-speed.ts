/** What a round of the work below takes on the machine whose figures stand in docs/benchmarks.md. */
const REFERENCE_MS = 0.75;
const ROUNDS = 200;
const FEW_ROUNDS = 20;
const SAMPLE_EVERY_MS = 500;
const LINES = Array.from({ length: 400 }, (_, index) => ({
  id: `line ${index}`,
  words: ['of', 'a', 'list'],
  index,
}));

/** How many times as long this machine takes for a piece of work at present as the one the bounds were set on; at least 1. */
export function slowness(rounds = ROUNDS): number {
  return Math.max(1, millisecondsOfWork(rounds) / (rounds * REFERENCE_MS));
}

/** Looks from time to time how slow the machine is, until it is stopped. */
export class MachineWatch {
  private readonly samples: number[] = [];
  private readonly timer = setInterval(() => this.samples.push(slowness(FEW_ROUNDS)), SAMPLE_EVERY_MS);

  /** @returns how many times as slow it was, in the middle of all looks; 1 if there were none */
  stop(): number {
    clearInterval(this.timer);
    const sorted = this.samples.sort((one, other) => one - other);
    return sorted[sorted.length >> 1] ?? 1;
  }
}

/** Work like that of a service: objects, texts, look-ups. */
function millisecondsOfWork(rounds: number): number {
  const began = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    const lines = JSON.parse(JSON.stringify(LINES)) as typeof LINES;
    const byId = new Map(lines.map((line) => [`${line.id} ${round}`, line]));
    [...byId.keys()].sort((one, other) => (one < other ? 1 : -1));
  }
  return performance.now() - began;
}
