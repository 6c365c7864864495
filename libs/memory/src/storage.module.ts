import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { Database, DatabaseModule, type DatabaseSettings } from '@somabrain/database';
import { Backends, BackendsModule, PostgresIndicator } from '@somabrain/health';
import type { RemoteMemory } from './http/remote-memory';
import { MemoryModule } from './memory.module';

export interface StorageOptions {
  /** Whether this process runs the Postgres server itself. */
  readonly embedded: boolean;
  /** The service that keeps the memories; null: this process does. */
  readonly remoteMemory: RemoteMemory | null;
  /** Exports `SessionHits` and `WorkingMemoryMetrics`: what sessions have in mind. Null: nothing. */
  readonly sessions: Type | null;
}

/** Nothing can be answered without it. */
const NEED = { required: true, indispensable: true };

/** The database of a process and its long-term memory, and what health asks of them. */
@Module({})
export class StorageModule {
  static forRoot(
    database: DatabaseSettings,
    { embedded, remoteMemory, sessions }: StorageOptions,
  ): DynamicModule {
    const memory = MemoryModule.forRoot(remoteMemory, sessions);
    return {
      module: StorageModule,
      imports: [DatabaseModule.forRoot(database), memory, BackendsModule],
      providers: [
        {
          provide: PostgresIndicator,
          inject: [Backends, Database],
          useFactory: (backends: Backends, pool: Database) => {
            const indicator = new PostgresIndicator(pool, embedded);
            backends.register(indicator, NEED);
            return indicator;
          },
        },
      ],
      exports: [memory],
    };
  }
}
