import type { EventAggregator } from '@somabrain/audit';
import {
  type Clock,
  type Logger,
  monotonicClock,
  Problem,
  type TenantContext,
  type TenantId,
} from '@somabrain/kernel';
import type { PolicyMetrics } from '@somabrain/metrics';
import { DecisionCache } from './decision-cache';
import { type PolicyDecision, type PolicyEngine, PolicyFailure, type PolicyQuestion } from './policy-engine';

/** What a decision adds to the context of what it allows. */
export type Permit = Pick<TenantContext, 'decisionId' | 'visibility'>;

export interface GateSettings {
  /** What holds while no decision can be had: nothing is allowed, or everything. */
  readonly failClosed: boolean;
  /** Milliseconds that a decision holds. */
  readonly cacheMs: number;
}

/** Lets through what the policy allows, and writes down what it does not. */
export class PolicyGate {
  private readonly cache: DecisionCache;
  /** Whether the last question was decided. */
  private answering = true;

  constructor(
    private readonly engine: PolicyEngine,
    private readonly settings: GateSettings,
    private readonly metrics: PolicyMetrics,
    private readonly denials: EventAggregator,
    private readonly logger: Logger,
    clock: Clock = monotonicClock,
  ) {
    this.cache = new DecisionCache(settings.cacheMs, clock);
  }

  /**
   * What the policy adds to the request.
   * @throws Problem POLICY_DENIED; POLICY_UNAVAILABLE where no decision can be had and that counts as a denial
   */
  async permit(question: PolicyQuestion & { readonly tenant: TenantId }, traceId: string): Promise<Permit> {
    const decision = await this.decisionOn(question);
    if (!decision) return {};
    const { id, allow, visibility } = decision;
    this.metrics.decided(allow ? 'allow' : 'deny');
    if (allow) return { decisionId: id, ...(visibility && { visibility }) };
    this.deny(question, decision, traceId);
    throw denied(decision);
  }

  /** Null where there is none and that counts as an allowance. */
  private async decisionOn(question: PolicyQuestion): Promise<PolicyDecision | null> {
    const name = this.cache.nameOf(question);
    const known = this.cache.get(name);
    if (known) return known;
    const start = performance.now();
    try {
      const decision = await this.engine.decide(question);
      this.metrics.took((performance.now() - start) / 1000);
      this.cache.set(name, decision);
      this.noteAnswer();
      return decision;
    } catch (error) {
      if (!(error instanceof PolicyFailure)) throw error;
      this.noteFailure(error);
      if (this.settings.failClosed) throw unavailable(error);
      return null;
    }
  }

  private deny(
    { subject, tenant, action, resource, request }: PolicyQuestion & { readonly tenant: TenantId },
    decision: PolicyDecision,
    traceId: string,
  ): void {
    this.denials.count({
      tenant,
      actor: subject.id,
      action: 'policy.denied',
      outcome: 'denied',
      traceId,
      decisionId: decision.id,
      resource: { type: resource.type, ...(resource.id !== null && { id: resource.id.slice(0, 64) }) },
      data: { action, path: request.path, reasons: [...decision.reasons] },
    });
  }

  /** One line when the policy goes and one when it is back, however often it is asked. */
  private noteFailure({ fault, message }: PolicyFailure): void {
    this.metrics.decided('unavailable');
    if (!this.answering) return;
    this.answering = false;
    const meanwhile = this.settings.failClosed
      ? 'everything is denied'
      : 'everything is allowed, without filters';
    this.logger.warn({ fault, reason: message }, `the policy does not decide: ${meanwhile}`);
  }

  private noteAnswer(): void {
    if (this.answering) return;
    this.answering = true;
    this.logger.info({}, 'the policy decides again');
  }
}

// The first words of both are those of the original.
function denied({ id, reasons }: PolicyDecision): Problem {
  const why = reasons.length > 0 ? reasons.join('; ') : 'it gave no reason';
  return new Problem('POLICY_DENIED', `OPA policy denied request: ${why}`, { decision: { id, reasons } });
}

function unavailable(cause: PolicyFailure): Problem {
  return new Problem(
    'POLICY_UNAVAILABLE',
    'OPA policy unavailable: nothing is allowed without its decision; try again shortly',
    { cause },
  );
}
