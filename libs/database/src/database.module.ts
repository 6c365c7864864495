import { type DynamicModule, Module } from '@nestjs/common';
import { Logger } from '@somabrain/kernel';
import { Database, type DatabaseSettings } from './database';

/** Provides the `Database` to the whole application. As a global module it is shut down last, after the requests that use it. */
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
      ],
      exports: [Database],
    };
  }
}
