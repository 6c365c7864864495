import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 20;

/** Polls until the condition holds. @throws when it does not within the time, or what the condition threw */
export async function waitFor(
  condition: () => boolean | Promise<boolean>,
  { timeoutMs, what }: { timeoutMs: number; what: () => string },
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what()}`);
    await pause(POLL_MS);
  }
}
