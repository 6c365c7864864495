import { WakeableSleep } from './wakeable-sleep';

const LONG_MS = 3_600_000;

describe('a wakeable sleep', () => {
  it('ends a sleep', async () => {
    const sleeper = new WakeableSleep();
    const sleep = sleeper.sleep(LONG_MS);
    sleeper.wake();
    await expect(sleep).resolves.toBeUndefined();
  });

  it('that is woken while nobody sleeps ends the next sleep, and only that one', async () => {
    const sleeper = new WakeableSleep();
    sleeper.wake();
    sleeper.wake();
    await sleeper.sleep(LONG_MS);
    let awake = false;
    const sleep = sleeper.sleep(LONG_MS).then(() => (awake = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(awake).toBe(false);
    sleeper.wake();
    await sleep;
  });

  it('sleeps no longer than its limit', async () => {
    await expect(new WakeableSleep().sleep(1)).resolves.toBeUndefined();
  });
});
