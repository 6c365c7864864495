import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Logger } from '@somabrain/kernel';

/** Gives the logger of the process to every module. */
@Global()
@Module({})
export class LoggerModule {
  static forRoot(logger: Logger): DynamicModule {
    return { module: LoggerModule, providers: [{ provide: Logger, useValue: logger }], exports: [Logger] };
  }
}
