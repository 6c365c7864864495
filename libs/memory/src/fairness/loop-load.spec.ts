import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { LoopLoad } from './loop-load';

describe('the load of the event loop', () => {
  it('is high after work, and low after waiting', async () => {
    const load = new LoopLoad();
    await new Promise(setImmediate);
    const end = performance.now() + 150;
    while (performance.now() < end);
    expect(load.value).toBeGreaterThan(0.5);
    // What is waited for is another thread, as servers are.
    const waited = new Worker('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)', {
      eval: true,
    });
    await once(waited, 'exit');
    expect(load.value).toBeLessThan(0.5);
  });
});
