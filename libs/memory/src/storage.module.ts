import { type DynamicModule, Module, type OnModuleInit, type Type } from '@nestjs/common';
import { Database, DatabaseModule, type DatabaseSettings } from '@somabrain/database';
import { Backends, BackendsModule, PostgresIndicator } from '@somabrain/health';
import type { RemoteMemory } from './http/remote-memory';
import { MemoryModule } from './memory.module';

export interface StorageOptions {
  /** Whether this process runs the Postgres server itself. */
  readonly embedded: boolean;
  /** The service that keeps the memories; null: this process does. */
  readonly remoteMemory: RemoteMemory | null;
  /** Exports `SessionHits` and `WorkingMemoryMetrics`: the working memory of sessions. Null: they have none. */
  readonly sessions: Type | null;
}

/** The database of a process and its long-term memory, and what health asks of them. */
@Module({})
export class StorageModule implements OnModuleInit {
  constructor(
    private readonly indicator: PostgresIndicator,
    private readonly backends: Backends,
  ) {}

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
          inject: [Database],
          useFactory: (pool: Database) => new PostgresIndicator(pool, embedded),
        },
      ],
      exports: [memory],
    };
  }

  onModuleInit(): void {
    this.backends.register(this.indicator, { required: true, indispensable: true });
  }
}
