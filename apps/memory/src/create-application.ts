import type { NestExpressApplication } from '@nestjs/platform-express';
import { bearerToken, createHttpApplication, refuseForeignPages } from '@somabrain/http';
import { limitContent } from '@somabrain/memory';
import { metricsAccess } from '@somabrain/runtime';
import { ACCESS_PATH } from './access.controller';
import { AppModule, type AppModuleOptions } from './app.module';
import { MEMORY_DOCUMENT } from './openapi/memory-document';

/** The memory service, ready to listen. */
export function createApplication(options: AppModuleOptions): Promise<NestExpressApplication> {
  const { configuration, logger } = options;
  const { token } = configuration.memory;
  const { allowedHosts: hosts } = configuration;
  const { maxCharacters } = configuration.content;
  limitContent(maxCharacters);
  return createHttpApplication({
    module: AppModule.forRoot(options),
    logger,
    defaultTenant: configuration.tenancy.defaultTenant,
    guards: () => [
      ...(token ? [] : [refuseForeignPages({ hosts, origins: [] })]),
      metricsAccess(configuration.metrics, token && bearerToken(token, '/v1', ACCESS_PATH, '/metrics')),
    ],
    contentCharacters: maxCharacters,
    openApi: MEMORY_DOCUMENT,
  });
}
