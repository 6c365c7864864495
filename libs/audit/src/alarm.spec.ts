import { Alarm } from './alarm';

const LONG_MS = 3_600_000;

describe('Alarm', () => {
  it('ends a sleep', async () => {
    const alarm = new Alarm();
    const sleep = alarm.sleep(LONG_MS);
    alarm.ring();
    await expect(sleep).resolves.toBeUndefined();
  });

  it('that rang while nobody slept ends the next sleep, and only that one', async () => {
    const alarm = new Alarm();
    alarm.ring();
    alarm.ring();
    await alarm.sleep(LONG_MS);
    let awake = false;
    const sleep = alarm.sleep(LONG_MS).then(() => (awake = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(awake).toBe(false);
    alarm.ring();
    await sleep;
  });

  it('lets sleep no longer than it is told', async () => {
    await expect(new Alarm().sleep(1)).resolves.toBeUndefined();
  });
});
