/**
 * Sums of floats depend on their order, and an index that was updated for a year holds its memories in another
 * order than one just loaded. Rounded to a grid of 2^-30, numbers below 2^22 add up exactly in any order.
 */
const STEPS = 2 ** 30;

/** The nearest multiple of 2^-30. */
export function onGrid(value: number): number {
  return Math.round(value * STEPS) / STEPS;
}
