import { setTimeout as pause } from 'node:timers/promises';
import { BackendFault } from '@somabrain/kernel';
import { plainReason } from './plain-reason';

const PROBE_TIMEOUT_MS = 2_000;
const PAUSE_MS = 250;
/** Credentials that are refused for so long are wrong: what is still being set up takes them in time. */
const REFUSED_MS = 3_000;

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
  /** Whether it answers, and refuses who we say we are. */
  readonly refused: boolean;
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
  let refusedSince: number | null = null;
  for (;;) {
    const fault = await faultOf(backend);
    if (fault === null) return null;
    const refused = fault instanceof BackendFault && fault.kind === 'credentials';
    const now = performance.now();
    refusedSince = refused ? (refusedSince ?? now) : null;
    if (now + PAUSE_MS > end || (refusedSince !== null && now - refusedSince > REFUSED_MS))
      return { name: backend.name, reason: reasonOf(fault), refused };
    await pause(PAUSE_MS);
  }
}

/** Here the person who operates it reads, so what a driver says is told as it is. */
function reasonOf(fault: Error): string {
  return fault instanceof BackendFault ? plainReason(fault) : fault.message || 'no connection';
}

async function faultOf(backend: AwaitedBackend): Promise<Error | null> {
  const over = new AbortController();
  try {
    await Promise.race([
      backend.ping(),
      pause(PROBE_TIMEOUT_MS, undefined, { signal: over.signal }).then(() => {
        throw new BackendFault('silent', `it gave no answer within ${PROBE_TIMEOUT_MS} ms`);
      }),
    ]);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    over.abort();
  }
}
