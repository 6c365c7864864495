import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { newId } from '@somabrain/kernel';
import {
  DECISION_PATH,
  type PolicyDecision,
  PolicyEngine,
  PolicyFailure,
  type PolicyQuestion,
} from '../policy-engine';
import { readDecision } from '../read-decision';

/** The part of a compiled policy that is used. */
interface CompiledPolicy {
  evaluate(input: unknown, entrypoint: string): readonly { readonly result: unknown }[];
}

/** Decides in this process, by a policy that was compiled to WebAssembly. */
export class WasmPolicyEngine extends PolicyEngine {
  private constructor(private readonly policy: CompiledPolicy) {
    super();
  }

  /** @throws when it is no compiled policy */
  static async load(wasm: Uint8Array): Promise<WasmPolicyEngine> {
    return new WasmPolicyEngine(await loadPolicy(wasm));
  }

  decide(question: PolicyQuestion): PolicyDecision {
    return readDecision(this.evaluate(question), newId());
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private evaluate(question: PolicyQuestion): unknown {
    try {
      return this.policy.evaluate(question, DECISION_PATH)[0]?.result;
    } catch (cause) {
      throw new PolicyFailure('broken', 'the compiled policy failed', cause);
    }
  }
}
