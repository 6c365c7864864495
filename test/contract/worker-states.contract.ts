import { StaleState, type StoredState, type WorkerStates } from '@somabrain/cognition';
import { newId, parseTenantId, type TenantId } from '@somabrain/kernel';

const WORKER = 'segmentation';
const STATE: StoredState = {
  version: 0,
  state: { memories: ['a'], startedAt: null },
  born: 'first',
  seen: { 'z/1': 3, 'a/2': 1 },
  said: 2,
};

/** What every adapter of `WorkerStates` does. @param states made before the first test */
export function describeWorkerStates(name: string, states: () => WorkerStates): void {
  describe(`worker states in ${name}`, () => {
    let tenant: TenantId;
    let other: TenantId;

    beforeEach(() => {
      tenant = parseTenantId(`t-${newId()}`, 'test');
      other = parseTenantId(`t-${newId()}`, 'test');
    });

    it('are what was stored, a version on, the producers in their order', async () => {
      await states().save(WORKER, [{ tenant, stream: 's', ...STATE }]);
      const found = await states().load(WORKER, [
        { tenant, stream: 's' },
        { tenant, stream: 'unknown' },
      ]);
      expect([...found]).toEqual([[`${tenant} s`, { ...STATE, version: 1 }]]);
      expect(Object.keys([...found.values()][0]!.seen)).toEqual(['z/1', 'a/2']);
    });

    it('can be nothing', async () => {
      await states().save(WORKER, [{ tenant, stream: '', ...STATE, state: null }]);
      const found = await states().load(WORKER, [{ tenant, stream: '' }]);
      expect(found.get(`${tenant} `)?.state).toBeNull();
    });

    it('are apart by worker, tenant and stream', async () => {
      await states().save(WORKER, [
        { tenant, stream: 's', ...STATE },
        { tenant: other, stream: 's', ...STATE, said: 7 },
      ]);
      expect(await states().load('integrator', [{ tenant, stream: 's' }])).toEqual(new Map());
      const both = await states().load(WORKER, [
        { tenant, stream: 's' },
        { tenant: other, stream: 's' },
      ]);
      expect([...both.values()].map(({ said }) => said).sort()).toEqual([2, 7]);
    });

    it('are stored all or none: not where another process was first', async () => {
      await states().save(WORKER, [{ tenant, stream: 's', ...STATE }]);
      const stale = [
        { tenant: other, stream: 'new', ...STATE },
        { tenant, stream: 's', ...STATE, said: 9 },
      ];
      await expect(states().save(WORKER, stale)).rejects.toThrow(StaleState);
      const found = await states().load(WORKER, stale);
      expect([...found.values()].map(({ said }) => said)).toEqual([2]);
      await states().save(WORKER, [{ tenant, stream: 's', ...STATE, version: 1, said: 3 }]);
    });
  });
}
