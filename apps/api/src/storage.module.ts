import { type DynamicModule, Module } from '@nestjs/common';
import { Database, DatabaseModule, type DatabaseSettings } from '@somabrain/database';
import { BackendIndicator, PostgresIndicator } from '@somabrain/health';
import { MemoryModule } from '@somabrain/memory';

/** Long-term memory in this process, on Postgres. */
@Module({})
export class StorageModule {
  /** @param embedded whether this process runs the Postgres server itself */
  static forRoot(settings: DatabaseSettings, embedded: boolean): DynamicModule {
    return {
      module: StorageModule,
      imports: [DatabaseModule.forRoot(settings), MemoryModule],
      providers: [
        {
          provide: BackendIndicator,
          inject: [Database],
          useFactory: (database: Database) => new PostgresIndicator(database, embedded),
        },
      ],
      exports: [MemoryModule, BackendIndicator],
    };
  }
}
