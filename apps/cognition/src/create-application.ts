import type { NestExpressApplication } from '@nestjs/platform-express';
import { bearerToken, createHttpApplication, refuseForeignPages } from '@somabrain/http';
import { metricsAccess } from '@somabrain/runtime';
import { AppModule, type AppModuleOptions } from './app.module';
import { LoopStrategy } from './loop-strategy';

const DOCUMENT = {
  title: 'SomaBrain cognition',
  description: 'A process of the cognitive loop. Times are ISO 8601.',
  bearer: 'The text of SOMABRAIN_API_TOKEN.',
  tags: { Operations: 'Health and metrics.' },
  schemas: {},
};

/** A process of the loop, ready to listen; its workers work from when it is initialised. */
export async function createApplication(options: AppModuleOptions): Promise<NestExpressApplication> {
  const { configuration, logger } = options;
  const token = configuration.auth?.apiToken;
  const { allowedHosts: hosts } = configuration;
  const app = await createHttpApplication({
    module: AppModule.forRoot(options),
    logger,
    defaultTenant: configuration.tenancy.defaultTenant,
    guards: () => [
      ...(token ? [] : [refuseForeignPages({ hosts, origins: [] })]),
      metricsAccess(configuration.metrics, token ? bearerToken(token, '/reward', '/metrics') : null),
    ],
    openApi: DOCUMENT,
  });
  app.connectMicroservice({ strategy: app.get(LoopStrategy) });
  await app.startAllMicroservices();
  return app;
}
