/** The domains that are predicted separately: the next memory, the next agent and its pace, the next action. */
export const DOMAINS = ['state', 'agent', 'action'] as const;
export type Domain = (typeof DOMAINS)[number];

/** How well a domain was predicted last. */
export interface Observation {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** 0: as predicted. */
  readonly deltaError: number;
  /** 0 to 1. */
  readonly confidence: number;
}

/** Which domain is trusted now, and by how much. */
export interface Integration {
  readonly leader: Domain;
  /** They sum to 1. */
  readonly weights: Readonly<Record<Domain, number>>;
  /** Entropy of the weights, 0 (one domain is all) to 1 (all the same). */
  readonly entropy: number;
}

/** Older observations say nothing about now. */
export const STALE_MS = 10_000;

/** exp(−alpha · max(0, error)): 1 for what came as predicted. */
export function confidenceOf(deltaError: number, alpha: number): number {
  return Math.exp(-alpha * Math.max(0, deltaError));
}

/** exp(value / tau) of each, scaled to sum to 1. @param tau above 0: the lower, the sharper */
export function softmax(values: readonly number[], tau: number): number[] {
  const most = Math.max(...values);
  const powers = values.map((value) => Math.exp((value - most) / tau));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

/** Weighs the domains whose observations are fresh by their confidences. Without any, the state is all there is. */
export function integrate(
  observations: Readonly<Partial<Record<Domain, Observation>>>,
  now: number,
  tau: number,
): Integration {
  const fresh = DOMAINS.flatMap((domain) => {
    const seen = observations[domain];
    return seen && now - seen.at <= STALE_MS ? [{ domain, confidence: seen.confidence }] : [];
  });
  const weights = { state: fresh.length === 0 ? 1 : 0, agent: 0, action: 0 };
  const shares = softmax(
    fresh.map(({ confidence }) => confidence),
    tau,
  );
  fresh.forEach(({ domain }, index) => (weights[domain] = shares[index] ?? 0));
  const leader = DOMAINS.reduce(
    (best, domain) => (weights[domain] > weights[best] ? domain : best),
    DOMAINS[0],
  );
  return { leader, weights, entropy: entropyOf(Object.values(weights)) };
}

function entropyOf(weights: readonly number[]): number {
  const bits = weights.reduce((sum, weight) => (weight > 0 ? sum - weight * Math.log(weight) : sum), 0);
  return bits / Math.log(weights.length);
}
