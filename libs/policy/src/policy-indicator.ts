import { BackendIndicator } from '@somabrain/health';

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

  async ping(): Promise<void> {
    await this.ask();
  }
}
