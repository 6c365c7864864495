import { setTimeout as pause } from 'node:timers/promises';

const PROBE_TIMEOUT_MS = 2_000;
const PAUSE_MS = 250;

/** Something that must answer before a process takes requests. */
export interface AwaitedBackend {
  readonly name: string;
  /** @throws when it does not answer */
  ping(): Promise<void>;
}

/** What did not answer, and why the last time. */
export interface SilentBackend {
  readonly name: string;
  readonly reason: string;
}

/**
 * Waits until each has answered once. They are asked side by side, again and again.
 * @returns those that had not when the time was over
 */
export async function waitUntilAnswering(
  backends: readonly AwaitedBackend[],
  waitMs: number,
): Promise<SilentBackend[]> {
  const end = performance.now() + waitMs;
  const outcomes = await Promise.all(backends.map((backend) => untilItAnswers(backend, end)));
  return outcomes.flatMap((outcome) => outcome ?? []);
}

async function untilItAnswers(backend: AwaitedBackend, end: number): Promise<SilentBackend | null> {
  for (;;) {
    const reason = await reasonOfSilence(backend);
    if (reason === null) return null;
    if (performance.now() + PAUSE_MS > end) return { name: backend.name, reason };
    await pause(PAUSE_MS);
  }
}

async function reasonOfSilence(backend: AwaitedBackend): Promise<string | null> {
  const over = new AbortController();
  try {
    await Promise.race([
      backend.ping(),
      pause(PROBE_TIMEOUT_MS, undefined, { signal: over.signal }).then(() => {
        throw new Error(`no answer within ${PROBE_TIMEOUT_MS} ms`);
      }),
    ]);
    return null;
  } catch (error) {
    return error instanceof Error && error.message ? error.message : 'no connection';
  } finally {
    over.abort();
  }
}
