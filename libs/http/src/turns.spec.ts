import { Turns } from './turns';

describe('turns', () => {
  let ends: (() => void)[];
  let begun: string[];
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => ends.push(() => resolve(name)));
  };
  const settle = () => new Promise(setImmediate);

  beforeEach(() => {
    [ends, begun] = [[], []];
  });

  it('are taken by so many at once, and by the others in their order', async () => {
    const turns = new Turns(2);
    const done = ['a', 'b', 'c', 'd'].map((name) => turns.take(work(name)));
    await settle();
    expect(begun).toEqual(['a', 'b']);
    ends.shift()?.();
    await settle();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (let left = 3; left > 0; left -= 1) {
      ends.shift()?.();
      await settle();
    }
    expect(await Promise.all(done)).toEqual(['a', 'b', 'c', 'd']);
    void turns.take(work('e'));
    void turns.take(work('f'));
    await settle();
    expect(begun).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('pass on where the work fails', async () => {
    const turns = new Turns(1);
    const failing = turns.take(() => Promise.reject(new Error('no')));
    const next = turns.take(() => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
