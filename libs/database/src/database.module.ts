import { type DynamicModule, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '@somabrain/kernel';
import { Database, type DatabaseSettings } from './database';

/** Closes the pool after the requests that use it have been answered. */
@Injectable()
class DatabaseLifecycle implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

/** Provides the `Database` to the whole application. */
@Module({})
export class DatabaseModule {
  static forRoot(settings: DatabaseSettings): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        {
          provide: Database,
          inject: [Logger],
          useFactory: (logger: Logger) => new Database(settings, logger),
        },
        DatabaseLifecycle,
      ],
      exports: [Database],
    };
  }
}
