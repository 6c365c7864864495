import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { AuditMetrics } from './audit-metrics';
import { HttpMetrics } from './http-metrics';
import { MemoryMetrics } from './memory-metrics';
import { MetricsRegistry } from './metrics-registry';
import { tellMemoryLimit } from './process-metrics';

/** Lets every module count, and serves what was counted. */
@Module({})
export class MetricsModule {
  /** @param controller answers `GET /metrics` from the `MetricsRegistry` */
  static forRoot(controller: Type): DynamicModule {
    const registry = new MetricsRegistry();
    tellMemoryLimit(registry);
    return {
      module: MetricsModule,
      global: true,
      imports: [
        PrometheusModule.register({
          path: '/metrics',
          controller,
          defaultMetrics: { enabled: true, config: { register: registry } },
        }),
      ],
      providers: [{ provide: MetricsRegistry, useValue: registry }, HttpMetrics, MemoryMetrics, AuditMetrics],
      exports: [MetricsRegistry, HttpMetrics, MemoryMetrics, AuditMetrics],
    };
  }
}
