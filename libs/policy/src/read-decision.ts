import { parseFilter } from '@somabrain/kernel';
import { z } from 'zod';
import { type PolicyDecision, PolicyFailure } from './policy-engine';

const MOST_REASONS = 16;
const LONGEST_REASON = 256;

const Result = z.object({
  allow: z.boolean(),
  reasons: z.array(z.string()).default([]),
  filters: z.unknown().optional(),
});

/**
 * What the rule came to, checked: a decision that is not understood is none.
 * @param id names it
 * @throws PolicyFailure undefined, malformed
 */
export function readDecision(result: unknown, id: string): PolicyDecision {
  if (result === undefined) {
    throw new PolicyFailure(
      'undefined',
      'the policy has no rule somabrain.authz.decision, or it is undefined',
    );
  }
  const { data, error } = Result.safeParse(result);
  if (error) throw new PolicyFailure('malformed', 'the decision is not {allow, reasons, filters}', error);
  const reasons = data.reasons.slice(0, MOST_REASONS).map((reason) => reason.slice(0, LONGEST_REASON));
  try {
    const visibility = data.filters == null ? undefined : parseFilter(data.filters);
    return { id, allow: data.allow, reasons, ...(visibility && { visibility }) };
  } catch (cause) {
    throw new PolicyFailure('malformed', cause instanceof Error ? cause.message : 'filters', cause);
  }
}
