import fc from 'fast-check';
import { RESTING } from '../tuning/neuromodulators';
import { actPolicy, actSalience } from './act-salience';

describe('the salience of a task', () => {
  it.each([
    [{ novelty: 1, error: 1 }, RESTING, 1],
    [{ novelty: 0.5, error: 0.5 }, RESTING, 0.5],
    [{ novelty: 0, error: 0 }, RESTING, 0],
    [{ novelty: 0, error: 1 }, { ...RESTING, dopamine: 0.8 }, 0.8],
    [{ novelty: 0, error: 1 }, { ...RESTING, dopamine: 0 }, 0.2],
    [{ novelty: 0, error: 0 }, { ...RESTING, acetylcholine: 0.5 }, 0.5],
  ])('of %j under %j is %d', (signals, levels, salience) => {
    expect(actSalience(signals, levels)).toBeCloseTo(salience, 12);
  });

  it('has it stored from 0.5 and acted on from 0.7 on, and noradrenaline raises both', () => {
    expect(actPolicy(0.5, RESTING)).toEqual({ store: true, act: false, storeFrom: 0.5, actFrom: 0.7 });
    expect(actPolicy(0.7, RESTING)).toMatchObject({ store: true, act: true });
    expect(actPolicy(0.55, { ...RESTING, noradrenaline: 0.1 })).toMatchObject({ store: false, act: false });
  });

  it('lies between 0 and 1 for any levels', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (novelty, error, dopamine, acetylcholine) => {
        const salience = actSalience({ novelty, error }, { ...RESTING, dopamine, acetylcholine });
        expect(salience >= 0 && salience <= 1).toBe(true);
      }),
    );
  });
});
