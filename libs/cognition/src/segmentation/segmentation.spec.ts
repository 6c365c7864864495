import { segmentByChangePoint, type ChangePointState } from './change-point-segmenter';
import { type HazardState, segmentByHazard } from './hazard-segmenter';
import { segmentByLeader, type LeaderState } from './leader-segmenter';
import type { Boundary, Segmented } from './segmentation';

/** What a segmenter says of each observation in turn. */
function run<State, Observation>(
  step: (state: State | null, observation: Observation) => Segmented<State>,
  observations: readonly Observation[],
): (Boundary | null)[] {
  let state: State | null = null;
  return observations.map((observation) => {
    const segmented = step(state, observation);
    state = segmented.state;
    return segmented.boundary;
  });
}

describe('segments by leader', () => {
  const byLeader =
    (maxDwellMs: number) =>
    (state: LeaderState | null, observation: { leader: 'state' | 'agent'; at: number }) =>
      segmentByLeader(state, observation, maxDwellMs);

  it('end with the domain that led when another takes over', () => {
    const found = run(byLeader(0), [
      { leader: 'state', at: 1_000 },
      { leader: 'agent', at: 2_000 },
    ]);
    expect(found).toEqual([null, { domain: 'state', at: 2_000, dwellMs: 1_000, evidence: 'leader_change' }]);
  });

  it('end when one leads for too long', () => {
    const found = run(
      byLeader(1_500),
      [1_000, 2_000, 2_600].map((at) => ({ leader: 'state' as const, at })),
    );
    expect(found).toEqual([
      null,
      null,
      { domain: 'state', at: 2_600, dwellMs: 1_600, evidence: 'max_dwell' },
    ]);
  });
});

describe('segments by change point', () => {
  const settings = { minSamples: 5, z: 3, minGapMs: 0, minStd: 0.02, maxDwellMs: 0 };
  const byChange =
    (more: Partial<typeof settings>) =>
    (state: ChangePointState | null, [error, at]: [number, number]) =>
      segmentByChangePoint(state, { domain: 'action', error, at }, { ...settings, ...more });
  const calm = [0.05, 0.05, 0.05, 0.05, 0.05].map((error, index): [number, number] => [error, index]);

  it('end with an error that is unlike those before', () => {
    const found = run(byChange({}), [...calm, [0.1, 5], [1.2, 6]]);
    expect(found.slice(0, 6)).toEqual(Array(6).fill(null));
    expect(found[6]).toEqual({ domain: 'action', at: 6, dwellMs: 6, evidence: 'cpd' });
  });

  it('start afresh after it, and keep their distance', () => {
    const later = calm.map(([error, at]): [number, number] => [error, at + 10]);
    const found = run(byChange({ minGapMs: 1_000 }), [...calm, [1.2, 6], ...later, [1.2, 16], [1.2, 1_200]]);
    expect(found.flatMap((boundary) => boundary?.at ?? [])).toEqual([6, 1_200]);
  });

  it('end when they are too long, whatever the error', () => {
    const found = run(byChange({ maxDwellMs: 100 }), [
      [0.05, 1_000],
      [0.05, 1_110],
    ]);
    expect(found).toEqual([null, { domain: 'action', at: 1_110, dwellMs: 110, evidence: 'max_dwell' }]);
  });
});

describe('segments by hazard', () => {
  const settings = { lambda: 0.2, volatility: 3, minSamples: 5, minStd: 0.02, minGapMs: 0, maxDwellMs: 0 };
  const byHazard =
    (more: Partial<typeof settings>) =>
    (state: HazardState | null, [error, at]: [number, number]) =>
      segmentByHazard(state, { domain: 'state', error, at }, { ...settings, ...more });
  const calm = (from: number): [number, number][] => [0, 1, 2, 3, 4].map((step) => [0.2, from + step]);

  it('end when errors turn volatile', () => {
    const found = run(byHazard({}), [...calm(0), [1.2, 5]]);
    expect(found.at(-1)).toEqual({ domain: 'state', at: 5, dwellMs: 5, evidence: 'hmm' });
  });

  it('keep their distance', () => {
    const again: [number, number][] = [
      ...calm(0),
      [1.2, 5],
      ...calm(1_000),
      [0.2, 1_005],
      [0.2, 1_006],
      [2, 3_005],
    ];
    const evidence = (minGapMs: number) => run(byHazard({ minGapMs }), again).filter(Boolean).length;
    expect(evidence(4_000)).toBe(1);
    expect(evidence(0)).toBeGreaterThan(1);
  });

  it('go on through what is as likely as before', () => {
    expect(run(byHazard({}), [...calm(0), ...calm(5), ...calm(10)]).filter(Boolean)).toEqual([]);
  });
});
