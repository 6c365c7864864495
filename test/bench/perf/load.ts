/** What a stretch of load came to. Times are milliseconds. */
export interface LoadFigures {
  readonly operations: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Microseconds of the service's CPU an operation. */
  readonly cpuMicros: number;
}

/** One operation of a caller. @param turn how many it did before */
export type Operation = (caller: number, turn: number) => Promise<unknown>;

/**
 * Keeps `callers` operations in flight for a while, each caller beginning its next when the last is answered.
 * @param cpu seconds that the service has used by now
 */
export async function underLoad(
  callers: number,
  milliseconds: number,
  operation: Operation,
  cpu: () => number,
): Promise<LoadFigures> {
  const latencies: number[] = [];
  const cpuBefore = cpu();
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
  const cpuMicros = ((cpu() - cpuBefore) * 1e6) / latencies.length;
  latencies.sort((a, b) => a - b);
  const percentile = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? NaN;
  return {
    operations: latencies.length,
    perSecond: latencies.length / seconds,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    cpuMicros,
  };
}

/** The figures in the middle of several rounds, each by itself. */
export function medianFigures(rounds: readonly LoadFigures[]): LoadFigures {
  const middle = (of: (figures: LoadFigures) => number): number => median(rounds.map(of));
  return {
    operations: middle((each) => each.operations),
    perSecond: middle((each) => each.perSecond),
    p50: middle((each) => each.p50),
    p95: middle((each) => each.p95),
    p99: middle((each) => each.p99),
    cpuMicros: middle((each) => each.cpuMicros),
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
