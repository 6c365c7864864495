import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { BackendProbe } from './backend-probe';
import { HealthService } from './health.service';
import { HealthSettings } from './health-settings';

/** Offers the `HealthService`. */
@Module({})
export class HealthModule {
  /** @param imports what exports the `Backends` */
  static forRoot(settings: HealthSettings, imports: ModuleMetadata['imports']): DynamicModule {
    return {
      module: HealthModule,
      imports: [TerminusModule.forRoot({ logger: false }), ...(imports ?? [])],
      providers: [{ provide: HealthSettings, useValue: settings }, BackendProbe, HealthService],
      exports: [HealthService],
    };
  }
}
