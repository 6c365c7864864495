import { BackendIndicator } from '@somabrain/health';
import { policyFault } from './policy-fault';

/** Asks whether there is a policy that decides. */
export class PolicyIndicator extends BackendIndicator {
  readonly name = 'opa';

  /**
   * @param embedded whether the policy is part of this process
   * @param ask has anything decided
   */
  constructor(
    readonly embedded: boolean,
    private readonly ask: () => unknown,
  ) {
    super();
  }

  /** @throws BackendFault when nothing is decided */
  async ping(): Promise<void> {
    try {
      await this.ask();
    } catch (error) {
      throw policyFault(error);
    }
  }
}
