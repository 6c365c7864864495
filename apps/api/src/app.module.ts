import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditModule, ServiceLifecycleModule } from '@somabrain/audit';
import { AccessGuard, AuthModule } from '@somabrain/auth';
import { CognitionModule, LoopModule } from '@somabrain/cognition';
import { type Configuration, ConfigurationModule } from '@somabrain/config';
import { HealthController, LoggerModule, MetricsController, OperationsModule } from '@somabrain/runtime';
import { type Logger, VERSION } from '@somabrain/kernel';
import { LimitsModule } from '@somabrain/limits';
import { MetricsModule } from '@somabrain/metrics';
import { PolicyGuard, PolicyModule } from '@somabrain/policy';
import { AuditController } from './audit/audit.controller';
import { AdaptationController } from './context/adaptation.controller';
import { TenantChoice } from './compatibility/tenant-choice';
import { ContextController } from './context/context.controller';
import { DiagnosticsController } from './diagnostics/diagnostics.controller';
import { GraphController } from './graph/graph.controller';
import { LaterReleasesController } from './later-releases/later-releases.controller';
import { LinksController } from './links/links.controller';
import { McpController } from './mcp/mcp.controller';
import { MemoryChangesController } from './memory/memory-changes.controller';
import { MemoryController } from './memory/memory.controller';
import { NeuromodulatorsController } from './neuromodulators/neuromodulators.controller';
import { ResourceMetadataController } from './oauth/resource-metadata.controller';
import { PlanningController } from './planning/planning.controller';
import { RagController } from './rag/rag.controller';
import { ScopesController } from './scopes/scopes.controller';
import { SleepController } from './sleep/sleep.controller';
import { RewardController } from './reward/reward.controller';
import { TenantsController } from './tenants/tenants.controller';
import { TransferController } from './transfer/transfer.controller';
import { WorkingMemoryController } from './working-memory/working-memory.controller';

export interface AppModuleOptions {
  readonly configuration: Configuration;
  readonly logger: Logger;
  /** Exports `MemoryService`. */
  readonly storage: DynamicModule;
}

/**
 * The guards of every route, in the order in which they work. `AccessGuard` finds the tenant and the caller of a request; `PolicyGuard` asks the
 * policy about them. The second lets a request without a caller pass, so it must stay behind the first. Authentication and rate limits are
 * middleware, which works before any guard: see create-application.ts.
 */
const GUARDS: Provider[] = [
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_GUARD, useClass: PolicyGuard },
];

/** The HTTP service. */
@Module({})
export class AppModule {
  /** Wires the service from its configuration. */
  static forRoot({ configuration, logger, storage }: AppModuleOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigurationModule.forRoot(configuration),
        LoggerModule.forRoot(logger),
        MetricsModule.forRoot(MetricsController),
        storage,
        CognitionModule.forRoot(storage),
        // With Kafka the loop runs in processes of its own.
        ...(configuration.cognition.enabled && !configuration.kafka ? [LoopModule.forRoot(storage)] : []),
        AuditModule,
        AuthModule,
        LimitsModule,
        PolicyModule,
        ServiceLifecycleModule.forRoot('api'),
        OperationsModule.forRoot({ version: `v${VERSION}`, mode: configuration.mode }),
      ],
      providers: [...GUARDS, TenantChoice],
      controllers: [
        MemoryController,
        LaterReleasesController,
        MemoryChangesController,
        ScopesController,
        LinksController,
        GraphController,
        WorkingMemoryController,
        ContextController,
        RagController,
        PlanningController,
        AdaptationController,
        NeuromodulatorsController,
        RewardController,
        TransferController,
        AuditController,
        SleepController,
        TenantsController,
        DiagnosticsController,
        McpController,
        ResourceMetadataController,
        HealthController,
      ],
    };
  }
}
