/** Weights of confidence, cost and latency in the utility of an answer. */
export interface UtilityParameters {
  readonly lambda: number;
  readonly mu: number;
  readonly nu: number;
}

/** Only what a model thinks of its own answer counts. */
const UTILITY_PARAMETERS: UtilityParameters = Object.freeze({ lambda: 1, mu: 0, nu: 0 });

/** The utility of an answer: lambda × ln(confidence) − mu × cost − nu × latency. Below 0 its feedback is refused. */
export function answerUtility(
  { confidence, cost = 0, latency = 0 }: { confidence: number; cost?: number; latency?: number },
  { lambda, mu, nu }: UtilityParameters = UTILITY_PARAMETERS,
): number {
  return lambda * Math.log(Math.max(1e-12, confidence)) - mu * cost - nu * latency;
}
