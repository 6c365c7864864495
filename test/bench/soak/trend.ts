/** A value at a time. */
export interface Sample {
  readonly minutes: number;
  readonly value: number;
}

/** Slope of the line through samples by least squares, of their values a minute. */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [minutes, value] = [mean((sample) => sample.minutes), mean((sample) => sample.value)];
  const covariance = mean((sample) => (sample.minutes - minutes) * (sample.value - value));
  return covariance / mean((sample) => (sample.minutes - minutes) ** 2);
}
