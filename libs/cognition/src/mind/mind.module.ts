import { Module } from '@nestjs/common';
import { AuditModule } from '@somabrain/audit';
import { MindStore } from './mind-store';
import { Temperament } from './temperament';
import { TenantModulators } from './tenant-modulators';

/** What each tenant has learnt, and what tunes it. */
@Module({
  imports: [AuditModule],
  providers: [
    MindStore,
    {
      provide: TenantModulators,
      inject: [MindStore],
      useFactory: (minds: MindStore) => new TenantModulators((tenant) => minds.read(tenant)),
    },
    Temperament,
  ],
  exports: [MindStore, TenantModulators, Temperament],
})
export class MindModule {}
