import { parseTenantId } from '@somabrain/kernel';
import { CachedStates } from './cached-states';
import { InProcessStates } from './in-process-states';
import { StaleState, type StateAddress, type StoredState } from './worker-states';

const WORKER = 'integrator';
const tenant = parseTenantId('t', 'test');
const stateOf = (stream: string, version = 0, said = 1): StateAddress & StoredState => ({
  ...{ tenant, stream, version, said },
  state: { of: stream },
  born: 'first',
  seen: {},
});

class CountedStates extends InProcessStates {
  readonly read: string[] = [];

  override load(worker: string, addresses: readonly StateAddress[]): Promise<Map<string, StoredState>> {
    this.read.push(...addresses.map(({ stream }) => stream));
    return super.load(worker, addresses);
  }
}

describe('cached states', () => {
  let stored: CountedStates;
  let cached: CachedStates;
  const said = async (stream: string) =>
    (await cached.load(WORKER, [{ tenant, stream }])).get(`${tenant} ${stream}`)?.said;

  beforeEach(() => {
    stored = new CountedStates();
    cached = new CachedStates(stored, 2);
  });

  it('are read once, and so is that there are none', async () => {
    await stored.save(WORKER, [stateOf('a')]);
    expect([await said('a'), await said('a'), await said('none'), await said('none')]).toEqual([
      ...[1, 1],
      ...[undefined, undefined],
    ]);
    await cached.save(WORKER, [stateOf('a', 1, 2)]);
    expect(await said('a')).toBe(2);
    expect(stored.read).toEqual(['a', 'none']);
  });

  it('are read anew where another process has stored one of them', async () => {
    await cached.save(WORKER, [stateOf('a')]);
    await stored.save(WORKER, [stateOf('a', 1, 7)]);
    await expect(cached.save(WORKER, [stateOf('a', 1, 2)])).rejects.toThrow(StaleState);
    expect(await said('a')).toBe(7);
  });

  it('are read anew when other processes may have had them', async () => {
    await cached.save(WORKER, [stateOf('a')]);
    await stored.save(WORKER, [stateOf('a', 1, 7)]);
    cached.forget(WORKER);
    expect(await said('a')).toBe(7);
  });

  it('leave nothing behind that was under way when they were forgotten', async () => {
    const saving = cached.save(WORKER, [stateOf('a')]);
    cached.forget(WORKER);
    await saving;
    await stored.save(WORKER, [stateOf('a', 1, 7)]);
    expect(await said('a')).toBe(7);
  });

  it('are as many as that, those used last', async () => {
    for (const stream of ['a', 'b', 'a', 'c', 'a', 'b']) await said(stream);
    expect(stored.read).toEqual(['a', 'b', 'c', 'b']);
  });

  it('are all there where more are asked for than are kept', async () => {
    const streams = ['a', 'b', 'c', 'd'];
    await cached.save(
      WORKER,
      streams.map((stream) => stateOf(stream)),
    );
    const found = await cached.load(
      WORKER,
      streams.map((stream) => ({ tenant, stream })),
    );
    expect([...found.keys()]).toEqual(streams.map((stream) => `${tenant} ${stream}`));
  });
});
