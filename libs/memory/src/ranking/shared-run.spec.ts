import { SharedRun } from './shared-run';

/** An action whose runs the test ends. */
class Gate {
  readonly runs: { resolve: () => void; reject: (error: Error) => void }[] = [];

  readonly action = (): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      this.runs.push({ resolve, reject });
    });
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('SharedRun', () => {
  it('gives newcomers a run that began after they asked, and one for all of them', async () => {
    const gate = new Gate();
    const shared = new SharedRun(gate.action);
    const first = shared.run();
    const second = shared.run();
    const third = shared.run();
    expect(gate.runs).toHaveLength(1);
    gate.runs[0]?.resolve();
    await first;
    await settle();
    expect(gate.runs).toHaveLength(2);
    gate.runs[1]?.resolve();
    await Promise.all([second, third]);
    expect(gate.runs).toHaveLength(2);
  });

  it('fails only those who shared the failed run', async () => {
    const gate = new Gate();
    const shared = new SharedRun(gate.action);
    const first = shared.run();
    const second = shared.run();
    gate.runs[0]?.reject(new Error('lost'));
    await expect(first).rejects.toThrow('lost');
    await settle();
    gate.runs[1]?.resolve();
    await expect(second).resolves.toBeUndefined();
  });

  it('starts anew when nothing is under way', async () => {
    const gate = new Gate();
    const shared = new SharedRun(gate.action);
    const first = shared.run();
    gate.runs[0]?.resolve();
    await first;
    const second = shared.run();
    expect(gate.runs).toHaveLength(2);
    gate.runs[1]?.resolve();
    await second;
  });
});
