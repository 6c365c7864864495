/** What a stretch of load came to. Times are milliseconds. */
export interface LoadFigures {
  readonly operations: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Microseconds of the service's CPU an operation, those in the background included. */
  readonly cpuMicros: number;
  /** The same of Postgres. */
  readonly postgresMicros: number;
}

/** Seconds of CPU that the service and Postgres have used by now. */
export interface CpuClocks {
  readonly service: () => number;
  readonly postgres?: () => number;
}

/** One operation of a caller. @param turn how many it did before */
export type Operation = (caller: number, turn: number) => Promise<unknown>;

/** Callers that each begin their next operation when the last is answered. */
export interface Callers {
  readonly callers: number;
  readonly operation: Operation;
  /** Milliseconds between an answer and the caller's next operation. */
  readonly pause?: number;
}

/**
 * Keeps operations in flight for a while and times them.
 * @param background what is done at the same time and not timed
 */
export async function underLoad(
  foreground: Callers,
  milliseconds: number,
  cpu: CpuClocks,
  background?: Callers,
): Promise<LoadFigures> {
  const latencies: number[] = [];
  const before = { service: cpu.service(), postgres: cpu.postgres?.() ?? 0 };
  const start = performance.now();
  const end = start + milliseconds;
  const run = (each: Callers, answered: (latency: number) => void): Promise<void>[] =>
    Array.from({ length: each.callers }, async (_, caller) => {
      for (let turn = 0; performance.now() < end; turn += 1) {
        const began = performance.now();
        await each.operation(caller, turn);
        answered(performance.now() - began);
        if (each.pause !== undefined) await pause(each.pause);
      }
    });
  await Promise.all([
    ...run(foreground, (latency) => latencies.push(latency)),
    ...(background ? run(background, () => undefined) : []),
  ]);
  const seconds = (performance.now() - start) / 1000;
  const micros = (used: number): number => (used * 1e6) / latencies.length;
  const cpuMicros = micros(cpu.service() - before.service);
  const postgresMicros = micros((cpu.postgres?.() ?? 0) - before.postgres);
  return { ...figuresOf(latencies, seconds), cpuMicros, postgresMicros };
}

/** Rate and percentiles. @param latencies milliseconds; sorted by this */
export function figuresOf(
  latencies: number[],
  seconds: number,
): Omit<LoadFigures, 'cpuMicros' | 'postgresMicros'> {
  latencies.sort((a, b) => a - b);
  const percentile = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? NaN;
  return {
    operations: latencies.length,
    perSecond: latencies.length / seconds,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
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
    postgresMicros: middle((each) => each.postgresMicros),
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
