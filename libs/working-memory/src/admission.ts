/** What a memory has to bring along to come to a session's mind. */
export interface AdmissionGate {
  /** Added to what reward counts. */
  readonly rewardGain: number;
  /** Added to every signal. */
  readonly bias: number;
  /** Signals below are not let in. */
  readonly threshold: number;
}

/** Lets everything in. */
export const OPEN_GATE: AdmissionGate = Object.freeze({ rewardGain: 0, bias: 0, threshold: 0 });

/** What novelty and reward count for admission. */
export const ADMISSION_WEIGHTS = { novelty: 0.6, reward: 0.4 } as const;

/** How much speaks for taking something in: 0.6 novelty + 0.4 reward + gain × reward + bias. */
export function admissionSignal(
  { novelty, reward }: { readonly novelty: number; readonly reward: number },
  { rewardGain, bias }: Omit<AdmissionGate, 'threshold'>,
): number {
  return ADMISSION_WEIGHTS.novelty * novelty + (ADMISSION_WEIGHTS.reward + rewardGain) * reward + bias;
}
