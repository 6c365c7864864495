import { Module } from '@nestjs/common';
import { AuditModule } from '@somabrain/audit';
import { TuningStore } from './tuning-store';
import { ModulatorSettings } from './modulator-settings';
import { TenantModulators } from './tenant-modulators';

/** What each tenant has learnt, and the figures that tune its learning. */
@Module({
  imports: [AuditModule],
  providers: [
    TuningStore,
    {
      provide: TenantModulators,
      inject: [TuningStore],
      useFactory: (tunings: TuningStore) => new TenantModulators((tenant) => tunings.read(tenant)),
    },
    ModulatorSettings,
  ],
  exports: [TuningStore, TenantModulators, ModulatorSettings],
})
export class TuningModule {}
