import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@somabrain/kernel';

/** Sends what Nest says about its own start into our log; what it calls a log line is of interest only when debugging. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown): void {
    this.logger.debug({}, String(message));
  }

  warn(message: unknown): void {
    this.logger.warn({}, String(message));
  }

  error(message: unknown): void {
    this.logger.error({}, String(message));
  }

  fatal(message: unknown): void {
    this.logger.fatal({}, String(message));
  }
}
