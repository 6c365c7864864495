import { BackendFault } from '@somabrain/kernel';
import { waitUntilAnswering } from './wait-until-answering';

describe('waiting for backends', () => {
  it('ends when each has answered once', async () => {
    let asked = 0;
    const late = {
      name: 'late',
      ping: () => {
        asked += 1;
        return asked < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
      },
    };
    expect(
      await waitUntilAnswering([late, { name: 'there', ping: () => Promise.resolve() }], 30_000),
    ).toEqual([]);
    expect(asked).toBe(3);
  });

  it('names those that did not, and why', async () => {
    const refusing = { name: 'refusing', ping: () => Promise.reject(new Error('connect ECONNREFUSED')) };
    const silent = { name: 'silent', ping: () => new Promise<void>(() => undefined) };
    const there = { name: 'there', ping: () => Promise.resolve() };
    expect(await waitUntilAnswering([refusing, silent, there], 1)).toEqual([
      { name: 'refusing', reason: 'connect ECONNREFUSED', refused: false },
      { name: 'silent', reason: 'it gave no answer within 2000 ms', refused: false },
    ]);
  });

  it('are not waited for where they refuse who we say we are', async () => {
    const refuses = {
      name: 'refuses',
      ping: () => Promise.reject(new BackendFault('credentials', 'it refuses the token')),
    };
    const start = performance.now();
    expect(await waitUntilAnswering([refuses], 60_000)).toEqual([
      { name: 'refuses', reason: 'it refuses the token', refused: true },
    ]);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
