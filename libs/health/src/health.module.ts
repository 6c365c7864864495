import { type DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { BackendProbes } from './backend-probes';
import { BackendsModule } from './backends';
import { HealthService } from './health.service';
import { HealthSettings } from './health-settings';

/** Offers the `HealthService`. */
@Module({})
export class HealthModule {
  static forRoot(settings: HealthSettings): DynamicModule {
    return {
      module: HealthModule,
      imports: [TerminusModule.forRoot({ logger: false }), BackendsModule],
      providers: [{ provide: HealthSettings, useValue: settings }, BackendProbes, HealthService],
      exports: [HealthService],
    };
  }
}
