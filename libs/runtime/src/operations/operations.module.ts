import { type DynamicModule, Module } from '@nestjs/common';
import { HealthModule, type HealthSettings } from '@somabrain/health';
import { OperationsMetrics } from './operations-metrics';

/** Offers the `HealthService`, and tells what it finds as metrics, too. */
@Module({})
export class OperationsModule {
  static forRoot(settings: HealthSettings): DynamicModule {
    const health = HealthModule.forRoot(settings);
    return { module: OperationsModule, imports: [health], providers: [OperationsMetrics], exports: [health] };
  }
}
