/** What a stretch of load came to. */
export interface LoadFigures {
  readonly operations: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Microseconds of this process's CPU an operation. */
  readonly cpuMicros: number;
}

/**
 * Keeps `callers` operations in flight for a while, each caller beginning its next when the last is answered.
 * @param operation is given the caller's number and how many it did before
 */
export async function underLoad(
  callers: number,
  milliseconds: number,
  operation: (caller: number, turn: number) => Promise<unknown>,
): Promise<LoadFigures> {
  const latencies: number[] = [];
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const end = start + milliseconds;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let turn = 0; performance.now() < end; turn += 1) {
        const began = performance.now();
        await operation(caller, turn);
        latencies.push(performance.now() - began);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  latencies.sort((a, b) => a - b);
  const percentile = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? NaN;
  return {
    operations: latencies.length,
    perSecond: latencies.length / seconds,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    cpuMicros: (cpu.user + cpu.system) / latencies.length,
  };
}

/** The figures in the middle of several rounds, each by itself. */
export function medianFigures(rounds: readonly LoadFigures[]): LoadFigures {
  const middle = (of: (figures: LoadFigures) => number): number => {
    const sorted = rounds.map(of).sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? NaN;
  };
  return {
    operations: middle((each) => each.operations),
    perSecond: middle((each) => each.perSecond),
    p50: middle((each) => each.p50),
    p95: middle((each) => each.p95),
    p99: middle((each) => each.p99),
    cpuMicros: middle((each) => each.cpuMicros),
  };
}
