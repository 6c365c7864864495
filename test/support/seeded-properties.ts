/**
 * Runs before every test file: seeds the inputs that fast-check makes. Without SOMABRAIN_TEST_SEED each file draws its own seed. A property
 * that fails says how to repeat it.
 */
import { randomInt } from 'node:crypto';
import * as fc from 'fast-check';

export const SEED_VARIABLE = 'SOMABRAIN_TEST_SEED';

fc.configureGlobal({ seed: seedOf(process.env[SEED_VARIABLE]), reporter: reportFailure });

/** @throws Error for what is no whole number of 32 bits */
export function seedOf(text: string | undefined): number {
  if (text === undefined || text === '') return randomInt(2 ** 31);
  const seed = Number(text);
  if ((seed | 0) !== seed)
    throw new Error(`${SEED_VARIABLE} must be a whole number of 32 bits, not '${text}'`);
  return seed;
}

/** Throws what fast-check throws, with how to repeat it. */
function reportFailure<Inputs>(details: fc.RunDetails<Inputs>): void {
  if (!details.failed) return;
  const report = fc.defaultReportMessage(details);
  throw new Error(`${report}\n\nRepeat these inputs with ${SEED_VARIABLE}=${details.seed}`, {
    cause: details.errorInstance,
  });
}
