/** The threshold of working memory for new entries. */
export interface AdmissionGate {
  /** Added to the weight of the reward. */
  readonly rewardGain: number;
  /** Added to every admission signal. */
  readonly bias: number;
  /** The least signal that is admitted. */
  readonly threshold: number;
}

/** Admits everything. */
export const OPEN_GATE: AdmissionGate = Object.freeze({ rewardGain: 0, bias: 0, threshold: 0 });

/** Weights of novelty and reward. */
export const ADMISSION_WEIGHTS = { novelty: 0.6, reward: 0.4 } as const;

/** The admission signal of a memory: 0.6 novelty + 0.4 reward + gain × reward + bias. */
export function admissionSignal(
  { novelty, reward }: { readonly novelty: number; readonly reward: number },
  { rewardGain, bias }: Omit<AdmissionGate, 'threshold'>,
): number {
  return ADMISSION_WEIGHTS.novelty * novelty + (ADMISSION_WEIGHTS.reward + rewardGain) * reward + bias;
}
