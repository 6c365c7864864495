import type { NestExpressApplication } from '@nestjs/platform-express';
import { authenticate, Authenticator, FailedAuthentications } from '@somabrain/auth';
import type { Configuration } from '@somabrain/config';
import { createHttpApplication } from '@somabrain/http';
import { AppModule, type AppModuleOptions } from './app.module';
import { GONE_ROUTES } from './compatibility/gone-routes';
import { API_DOCUMENT } from './openapi/api-document';

/** Where nobody is asked who they are. A test holds that these are the routes that are public. */
function publicPaths({ protectMetrics }: Configuration): readonly string[] {
  return ['/health', '/healthz', ...(protectMetrics ? [] : ['/metrics', '/docs', '/openapi.json'])];
}

/** The API, ready to listen. */
export function createApplication(options: AppModuleOptions): Promise<NestExpressApplication> {
  return createHttpApplication({
    module: AppModule.forRoot(options),
    logger: options.logger,
    defaultTenant: options.configuration.tenancy.defaultTenant,
    guard: (app) =>
      authenticate(
        app.get(Authenticator),
        app.get(FailedAuthentications),
        publicPaths(options.configuration),
      ),
    gone: GONE_ROUTES,
    corsOrigins: options.configuration.corsOrigins,
    openApi: API_DOCUMENT,
  });
}
