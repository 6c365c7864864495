import { Module, type OnModuleInit } from '@nestjs/common';
import { AuditModule, ChainWriter, TalliedEvents } from '@somabrain/audit';
import { Configuration } from '@somabrain/config';
import { Backends, BackendsModule } from '@somabrain/health';
import { Logger } from '@somabrain/kernel';
import { MetricsRegistry, PolicyMetrics } from '@somabrain/metrics';
import { HttpPolicyEngine } from './opa-http/http-policy-engine';
import { loadShippedPolicy } from './opa-wasm/shipped-policy';
import { PolicyEngine } from './policy-engine';
import { PolicyGate } from './policy-gate';
import { PolicyIndicator } from './policy-indicator';

/** Denials of one kind that are told in one record. */
const DENIALS_PERIOD_MS = 1_000;

/** Denials that are to be audited; the class is their injection token. */
class Denials extends TalliedEvents {}

/** Binds `PolicyEngine`: the one place that chooses its adapter. An application that imports it has `PolicyGuard` among its guards. */
@Module({
  imports: [AuditModule, BackendsModule],
  providers: [
    {
      provide: PolicyMetrics,
      inject: [MetricsRegistry],
      useFactory: (registry: MetricsRegistry) => new PolicyMetrics(registry),
    },
    {
      provide: PolicyEngine,
      inject: [Configuration, PolicyMetrics],
      useFactory: openEngine,
    },
    {
      provide: Denials,
      inject: [ChainWriter, Logger],
      useFactory: (chain: ChainWriter, logger: Logger) => new Denials(chain, logger, DENIALS_PERIOD_MS),
    },
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
