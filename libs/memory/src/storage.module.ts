import { type DynamicModule, Module } from '@nestjs/common';
import { Database, DatabaseModule, type DatabaseSettings } from '@somabrain/database';
import { Backends, PostgresIndicator } from '@somabrain/health';
import { MemoryIndicator } from './http/memory-indicator';
import type { RemoteMemory } from './http/remote-memory';
import { MemoryModule } from './memory.module';

export interface StorageOptions {
  /** Whether this process runs the Postgres server itself. */
  readonly embedded: boolean;
  /** The service that keeps the memories; null: this process does. */
  readonly remoteMemory: RemoteMemory | null;
}

/** The database of a process and its long-term memory, and what health asks of them. */
@Module({})
export class StorageModule {
  static forRoot(database: DatabaseSettings, { embedded, remoteMemory }: StorageOptions): DynamicModule {
    const memory = MemoryModule.forRoot(remoteMemory);
    return {
      module: StorageModule,
      imports: [DatabaseModule.forRoot(database), memory],
      providers: [
        {
          provide: Backends,
          inject: [Database, { token: MemoryIndicator, optional: true }],
          useFactory: (pool: Database, indicator?: MemoryIndicator): Backends => ({
            postgres: new PostgresIndicator(pool, embedded),
            memory: indicator ?? null,
          }),
        },
      ],
      exports: [memory, Backends],
    };
  }
}
