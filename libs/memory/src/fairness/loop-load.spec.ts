import { waitFor } from '../../../../test/support/wait-for';
import { LoopLoad } from './loop-load';

describe('the load of the event loop', () => {
  it('is high after work, and low after waiting', async () => {
    const load = new LoopLoad();
    await new Promise(setImmediate);
    const end = performance.now() + 150;
    while (performance.now() < end);
    expect(load.value).toBeGreaterThan(0.5);
    await waitFor(() => load.value < 0.5, { timeoutMs: 10_000, what: () => 'the load to fall' });
  });
});
