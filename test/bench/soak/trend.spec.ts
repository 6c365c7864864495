import { slopeOf } from './trend';

describe('the slope of samples', () => {
  it('is that of the line they lie on', () => {
    const line = [0, 0.5, 2, 7].map((minutes) => ({ minutes, value: 300 - 1.5 * minutes }));
    expect(slopeOf(line)).toBeCloseTo(-1.5, 12);
  });

  it('is that of the line closest to them', () => {
    const samples = [1, 2, 3].map((minutes, index) => ({ minutes, value: [1, 3, 2][index] ?? NaN }));
    expect(slopeOf(samples)).toBeCloseTo(0.5, 12);
  });
});
