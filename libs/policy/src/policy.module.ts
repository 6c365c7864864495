import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { AuditModule, ChainWriter, EventAggregator } from '@somabrain/audit';
import { Configuration } from '@somabrain/config';
import { Backends, BackendsModule } from '@somabrain/health';
import { Logger } from '@somabrain/kernel';
import { PolicyMetrics } from '@somabrain/metrics';
import { HttpPolicyEngine } from './opa-http/http-policy-engine';
import { loadShippedPolicy } from './opa-wasm/shipped-policy';
import { PolicyEngine } from './policy-engine';
import { PolicyGate } from './policy-gate';
import { PolicyIndicator } from './policy-indicator';

/** Denials of one kind that are told in one record. */
const DENIALS_PERIOD_MS = 1_000;

/** Denials that are to be audited; the class is their injection token. */
@Injectable()
class Denials extends EventAggregator {
  constructor(chain: ChainWriter, logger: Logger) {
    super(chain, logger, DENIALS_PERIOD_MS);
  }
}

/** Binds `PolicyEngine`: the one place that chooses its adapter. An application that imports it has `PolicyGuard` among its guards. */
@Module({
  imports: [AuditModule, BackendsModule],
  providers: [
    PolicyMetrics,
    {
      provide: PolicyEngine,
      inject: [Configuration, PolicyMetrics],
      useFactory: openEngine,
    },
    Denials,
    {
      provide: PolicyGate,
      inject: [PolicyEngine, Configuration, PolicyMetrics, Denials, Logger],
      useFactory: (
        engine: PolicyEngine,
        { policy }: Configuration,
        metrics: PolicyMetrics,
        denials: Denials,
        logger: Logger,
      ) => new PolicyGate(engine, policy, metrics, denials, logger),
    },
  ],
  exports: [PolicyGate],
})
export class PolicyModule implements OnModuleInit {
  constructor(
    private readonly engine: PolicyEngine,
    private readonly configuration: Configuration,
    private readonly backends: Backends,
  ) {}

  onModuleInit(): void {
    const required = this.configuration.policy.failClosed;
    this.backends.register(new PolicyIndicator(this.engine), { required, indispensable: required });
  }
}

async function openEngine({ policy }: Configuration, metrics: PolicyMetrics): Promise<PolicyEngine> {
  return policy.opa ? new HttpPolicyEngine(policy.opa, metrics) : loadShippedPolicy(policy.bundle);
}
