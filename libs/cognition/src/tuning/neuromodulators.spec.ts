import { parseTenantId } from '@somabrain/kernel';
import { admissionSignal } from '@somabrain/working-memory';
import { gateOf } from './admission-gate';
import { clampModulators, RESTING } from './neuromodulators';
import { modulatorsOf } from './personality';
import { TenantModulators } from './tenant-modulators';

describe('neuromodulators', () => {
  it('are clamped as the original clamps them', () => {
    const most = { dopamine: 9, serotonin: 9, noradrenaline: 9, acetylcholine: 9 };
    expect(clampModulators(most)).toEqual({
      dopamine: 0.8,
      serotonin: 1,
      noradrenaline: 0.1,
      acetylcholine: 0.5,
    });
    const least = { dopamine: -1, serotonin: -1, noradrenaline: -1, acetylcholine: -1 };
    expect(Object.values(clampModulators(least))).toEqual([0, 0, 0, 0]);
    expect(clampModulators(RESTING)).toEqual(RESTING);
  });

  it('follow from traits by the original’s formulas, and stay where no trait is about them', () => {
    const traits = { curiosity: 0.5, risk_tolerance: 0.4, reward_seeking: 1, calm: 1, wit: 1 };
    const levels = modulatorsOf(traits, RESTING);
    expect(levels.acetylcholine).toBeCloseTo(0.06, 12);
    expect(levels.noradrenaline).toBeCloseTo(0.03, 12);
    expect(levels.dopamine).toBeCloseTo(0.7, 12);
    expect(levels.serotonin).toBeCloseTo(0.7, 12);
    expect(modulatorsOf({ wit: 1 }, levels)).toEqual(levels);
    expect(modulatorsOf({ calm: 7 }, RESTING)).toEqual({ ...RESTING, serotonin: 0.7 });
  });

  it('let everything in at rest; noradrenaline keeps out, acetylcholine and dopamine let in', () => {
    const dull = { novelty: 0.2, reward: 0.5 };
    const admits = (levels: Partial<typeof RESTING>): boolean => {
      const gate = gateOf({ ...RESTING, ...levels });
      return admissionSignal(dull, gate) >= gate.threshold;
    };
    expect(gateOf(RESTING)).toEqual({ rewardGain: 0, bias: 0, threshold: 0 });
    expect(admits({})).toBe(true);
    expect(admits({ noradrenaline: 0.1 })).toBe(false);
    expect(admits({ noradrenaline: 0.1, acetylcholine: 0.3 })).toBe(true);
    expect(admits({ noradrenaline: 0.1, dopamine: 0.8 })).toBe(true);
  });
});

describe('what is known of a tenant’s neuromodulators', () => {
  const tenant = parseTenantId('acme', 'test');

  it('is a second old at most, what was set just now, and at rest while nothing can be read', async () => {
    let now = 0;
    let stored: Promise<{ neuromodulators: typeof RESTING }> = Promise.reject(new Error('down'));
    let reads = 0;
    const modulators = new TenantModulators(
      () => {
        reads += 1;
        return stored;
      },
      { now: () => now },
    );
    expect(await modulators.of(tenant)).toEqual(RESTING);
    stored = Promise.resolve({ neuromodulators: { ...RESTING, dopamine: 0.7 } });
    now = 999;
    expect(await modulators.of(tenant)).toEqual(RESTING);
    now = 1_000;
    expect(await modulators.of(tenant)).toMatchObject({ dopamine: 0.7 });
    expect(reads).toBe(2);
    modulators.set(tenant, RESTING);
    expect(await modulators.of(tenant)).toEqual(RESTING);
    stored = Promise.reject(new Error('down'));
    now = 5_000;
    expect(await modulators.of(tenant)).toEqual(RESTING);
  });
});
