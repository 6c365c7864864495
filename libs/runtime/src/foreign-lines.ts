import { format } from 'node:util';
import type { Logger } from '@somabrain/kernel';

/** Node 24 says this where kafkajs 2.2.4 sets a timer into the past: it does so wherever no broker slows it down. */
const HARMLESS: ReadonlySet<string> = new Set(['TimeoutNegativeWarning']);

/**
 * Sends what libraries and Node itself would print into our log: drivers write to the console, and Node prints warnings, in the middle of lines
 * that machines read.
 */
export function divertForeignLines(logger: Logger): void {
  const divert =
    (level: 'debug' | 'warn') =>
    (...said: unknown[]): void => {
      logger[level]({ origin: 'console' }, format(...said));
    };
  console.debug = console.log = console.info = console.trace = divert('debug');
  console.warn = console.error = divert('warn');
  // The listener that prints them.
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    logger[HARMLESS.has(name) ? 'debug' : 'warn']({ origin: 'node' }, `${name}: ${message}`);
  });
}
