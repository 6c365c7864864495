import { CircuitBreaker, CircuitOpenError, type CircuitState } from './circuit-breaker';

const OPEN_MS = 1_000;

describe('a circuit breaker', () => {
  let calls: number;
  let states: CircuitState[];
  let events: string[];

  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    calls = 0;
    states = [];
    events = [];
  });
  afterEach(() => jest.useRealTimers());

  const breakerOf = (isFailure?: (error: unknown) => boolean) =>
    new CircuitBreaker({
      failuresToOpen: 3,
      openMs: OPEN_MS,
      isFailure,
      onState: (state) => states.push(state),
      onOutage: (error) => events.push(`outage: ${(error as Error).message}`),
      onRecovery: () => events.push('recovery'),
    });

  const answer = () => {
    calls += 1;
    return Promise.resolve('answer');
  };
  const fail = () => {
    calls += 1;
    return Promise.reject(new Error('no answer'));
  };

  async function failTimes(breaker: CircuitBreaker, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) await expect(breaker.run(fail)).rejects.toThrow('no answer');
  }

  it('makes no call after so many failures in a row', async () => {
    const breaker = breakerOf();
    await failTimes(breaker, 3);
    await expect(breaker.run(answer)).rejects.toBeInstanceOf(CircuitOpenError);
    expect({ calls, state: breaker.state }).toEqual({ calls: 3, state: 'open' });
  });

  it('counts failures in a row only', async () => {
    const breaker = breakerOf();
    await failTimes(breaker, 2);
    await expect(breaker.run(answer)).resolves.toBe('answer');
    await failTimes(breaker, 2);
    expect(breaker.state).toBe('closed');
  });

  it('makes one call after a while, and closes when it succeeds', async () => {
    const breaker = breakerOf();
    await failTimes(breaker, 3);
    jest.advanceTimersByTime(OPEN_MS - 1);
    await expect(breaker.run(answer)).rejects.toBeInstanceOf(CircuitOpenError);
    jest.advanceTimersByTime(1);
    await expect(breaker.run(answer)).resolves.toBe('answer');
    expect(states).toEqual(['open', 'half_open', 'closed']);
  });

  it('opens again when that call fails', async () => {
    const breaker = breakerOf();
    await failTimes(breaker, 3);
    jest.advanceTimersByTime(OPEN_MS);
    await failTimes(breaker, 1);
    await expect(breaker.run(answer)).rejects.toBeInstanceOf(CircuitOpenError);
    expect(states).toEqual(['open', 'half_open', 'open']);
  });

  it('lets errors through that are no failures of the dependency', async () => {
    const breaker = breakerOf((error) => error instanceof TypeError);
    await failTimes(breaker, 10);
    expect({ state: breaker.state, states, events }).toEqual({ state: 'closed', states: [], events: [] });
  });

  it('reports an outage and a recovery once each', async () => {
    const breaker = breakerOf();
    await failTimes(breaker, 3);
    await expect(breaker.run(answer)).rejects.toBeInstanceOf(CircuitOpenError);
    jest.advanceTimersByTime(OPEN_MS);
    await breaker.run(answer);
    await breaker.run(answer);
    expect(events).toEqual(['outage: no answer', 'recovery']);
  });
});
