import { Module } from '@nestjs/common';
import { AuditModule, ChainWriter } from '@somabrain/audit';
import { Database } from '@somabrain/database';
import { MindStore } from './mind-store';
import { Temperament } from './temperament';
import { TenantModulators } from './tenant-modulators';

/** What each tenant has learnt, and what tunes it. */
@Module({
  imports: [AuditModule],
  providers: [
    {
      provide: MindStore,
      inject: [Database, ChainWriter],
      useFactory: (database: Database, chain: ChainWriter) => new MindStore(database, chain),
    },
    {
      provide: TenantModulators,
      inject: [MindStore],
      useFactory: (minds: MindStore) => new TenantModulators((tenant) => minds.read(tenant)),
    },
    {
      provide: Temperament,
      inject: [MindStore, TenantModulators],
      useFactory: (minds: MindStore, modulators: TenantModulators) => new Temperament(minds, modulators),
    },
  ],
  exports: [MindStore, TenantModulators, Temperament],
})
export class MindModule {}
