import { Retry } from './retry';

describe('a retry', () => {
  let attempts: number;
  beforeEach(() => {
    jest.useFakeTimers();
    attempts = 0;
  });
  afterEach(() => jest.useRealTimers());

  const retry = new Retry({
    retries: 2,
    firstMs: 20,
    longestMs: 200,
    isPassing: (error) => (error as Error).message === 'passing',
  });
  const failing = (message: string, times: number) => () => {
    attempts += 1;
    return attempts <= times ? Promise.reject(new Error(message)) : Promise.resolve('answer');
  };
  /** Lets the pauses pass. */
  const settled = async <T>(run: Promise<T>) => {
    const [outcome] = await Promise.all([Promise.allSettled([run]), jest.runAllTimersAsync()]);
    return outcome[0];
  };

  it('repeats a call that fails for a passing reason', async () => {
    const outcome = await settled(retry.run(failing('passing', 2)));
    expect({ outcome, attempts }).toEqual({
      outcome: { status: 'fulfilled', value: 'answer' },
      attempts: 3,
    });
  });

  it('gives up after its retries, with the last error', async () => {
    const outcome = await settled(retry.run(failing('passing', 9)));
    expect({ outcome, attempts }).toEqual({
      outcome: { status: 'rejected', reason: new Error('passing') },
      attempts: 3,
    });
  });

  it('does not repeat a call that fails for good', async () => {
    const outcome = await settled(retry.run(failing('for good', 9)));
    expect({ outcome, attempts }).toEqual({
      outcome: { status: 'rejected', reason: new Error('for good') },
      attempts: 1,
    });
  });
});
