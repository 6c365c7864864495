import { newId } from '@somabrain/kernel';
import type { PolicyMetrics } from '@somabrain/metrics';
import {
  DECISION_PATH,
  PROBE_INPUT,
  type PolicyDecision,
  PolicyEngine,
  type PolicyQuestion,
} from '../policy-engine';
import { readDecision } from '../read-decision';
import { type OpaAnswer, OpaRule, type OpaServer } from './opa-rule';

/** Asks an OPA server. After five failures in a row it is not asked for two seconds, then once to see. */
export class HttpPolicyEngine extends PolicyEngine {
  override readonly embedded = false;
  private readonly rule: OpaRule;

  constructor(server: OpaServer, metrics: Pick<PolicyMetrics, 'breaker'>) {
    super();
    this.rule = new OpaRule(server, DECISION_PATH, (state) => {
      metrics.breaker(state);
    });
  }

  decide(question: PolicyQuestion): Promise<PolicyDecision> {
    return this.rule.ask(question, decisionIn);
  }

  /** Asks past the breaker. @throws PolicyFailure */
  ask(question: PolicyQuestion): Promise<PolicyDecision> {
    return this.rule.askAnyway(question, decisionIn);
  }

  override probe(): Promise<PolicyDecision> {
    return this.ask(PROBE_INPUT);
  }

  close(): Promise<void> {
    return this.rule.close();
  }
}

function decisionIn({ decision_id: id, result }: OpaAnswer): PolicyDecision {
  return readDecision(result, id ?? newId());
}
