export { HttpPolicyEngine } from './opa-http/http-policy-engine';
export { type OpaAnswer, OpaRule, type OpaServer } from './opa-http/opa-rule';
export { loadShippedPolicy, type ShippedPolicy } from './opa-wasm/shipped-policy';
export { WasmPolicyEngine } from './opa-wasm/wasm-policy-engine';
export {
  PROBE_INPUT,
  type PolicyDecision,
  PolicyEngine,
  PolicyFailure,
  type PolicyFault,
  type PolicyQuestion,
} from './policy-engine';
export { type Permit, PolicyGate } from './policy-gate';
export { PolicyGuard, questionOf } from './policy.guard';
export { PolicyModule } from './policy.module';
export { PolicyIndicator } from './policy-indicator';
