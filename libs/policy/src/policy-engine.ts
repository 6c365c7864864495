import type { OnApplicationShutdown } from '@nestjs/common';
import type { Visibility } from '@somabrain/kernel';

/** What a policy is asked: who wants to do what, to which thing, by which request. It is the input of the Rego rule as it stands. */
export interface PolicyQuestion {
  readonly subject: {
    readonly id: string;
    readonly roles: readonly string[];
    readonly permissions: readonly string[];
  };
  readonly tenant: string;
  /** The permission that the route requires, such as `memory:read`. */
  readonly action: string;
  readonly resource: { readonly type: string; readonly id: string | null };
  /** `path` is the template of the route, `tool` that of MCP. */
  readonly request: { readonly method: string; readonly path: string; readonly tool?: string };
}

/** What a policy decided. */
export interface PolicyDecision {
  /** Names the decision in answers and in the audit. */
  readonly id: string;
  readonly allow: boolean;
  /** For the person who reads the refusal. */
  readonly reasons: readonly string[];
  /** What of the tenant is seen; absent: everything. */
  readonly visibility?: Visibility;
}

/** Why there is no decision. `denied`: OPA does not let this process ask. */
export type PolicyFault =
  'denied' | 'unreachable' | 'late' | 'refused' | 'undefined' | 'malformed' | 'broken';

/** No decision could be had. */
export class PolicyFailure extends Error {
  override readonly name = 'PolicyFailure';

  constructor(
    readonly fault: PolicyFault,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

/** Decides by the policy. The class is its own injection token. */
export abstract class PolicyEngine implements OnApplicationShutdown {
  /** Whether the policy is part of this process. */
  readonly embedded: boolean = true;

  /** @throws PolicyFailure, also as a rejection */
  abstract decide(question: PolicyQuestion): PolicyDecision | Promise<PolicyDecision>;

  /** Asks for any decision, for health. @throws PolicyFailure, also as a rejection */
  probe(): PolicyDecision | Promise<PolicyDecision> {
    return this.decide(PROBE_INPUT);
  }

  /** Closes connections. */
  abstract close(): Promise<void>;

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}

/** The path of the rule in OPA. */
export const DECISION_PATH = 'somabrain/authz/decision';

/** The probe input of health checks: it shows whether the engine decides at all. */
export const PROBE_INPUT: PolicyQuestion = {
  subject: { id: '', roles: [], permissions: [] },
  tenant: '',
  action: '',
  resource: { type: '', id: null },
  request: { method: '', path: '' },
};
