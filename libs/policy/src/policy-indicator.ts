import { BackendIndicator } from '@somabrain/health';
import type { PolicyEngine } from './policy-engine';
import { policyFault } from './policy-fault';

/** Asks whether there is a policy that decides. */
export class PolicyIndicator extends BackendIndicator {
  readonly name = 'opa';
  readonly embedded: boolean;

  constructor(private readonly engine: PolicyEngine) {
    super();
    this.embedded = engine.embedded;
  }

  /** @throws BackendFault when nothing is decided */
  async ping(): Promise<void> {
    try {
      await this.engine.probe();
    } catch (error) {
      throw policyFault(error);
    }
  }
}
