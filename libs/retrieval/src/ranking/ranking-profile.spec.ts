import { RANKING_CONSTANTS } from './ranking-constants';
import { adaptConstants, NEUTRAL_PROFILE, readProfile } from './ranking-profile';

describe('a ranking profile', () => {
  it('changes nothing while it is neutral', () => {
    expect(adaptConstants(RANKING_CONSTANTS, NEUTRAL_PROFILE)).toEqual(RANKING_CONSTANTS);
    for (const nothing of [null, undefined, 'text', 5, [], {}, { dense: 'much', recency: NaN }]) {
      expect(readProfile(nothing)).toEqual(NEUTRAL_PROFILE);
    }
  });

  it('adapts a few constants', () => {
    const adapted = adaptConstants(RANKING_CONSTANTS, { dense: 1.2, recency: 0.1, halfLife: 2 });
    expect(adapted).toMatchObject({ denseWeight: 0.6, recencyWeight: 0.1, recencyHalfLifeDays: 60 });
  });

  it('is kept within its bounds, whoever wrote it', () => {
    expect(readProfile({ dense: 1e9, recency: -1, halfLife: 0 })).toEqual({
      dense: 1.5,
      recency: 0,
      halfLife: 0.25,
    });
  });
});
