import type { NestExpressApplication } from '@nestjs/platform-express';
import {
  authenticate,
  Authenticator,
  chargedTenant,
  FailedAuthentications,
  ownerOf,
  RESOURCE_METADATA_PATH,
} from '@somabrain/auth';
import type { Configuration } from '@somabrain/config';
import { createHttpApplication, refuseForeignPages } from '@somabrain/http';
import { metricsAccess } from '@somabrain/runtime';
import { limitRequests, RateLimiter, TenantRates } from '@somabrain/limits';
import { limitContent } from '@somabrain/memory';
import { LimitMetrics } from '@somabrain/metrics';
import type { RequestHandler } from 'express';
import { AppModule, type AppModuleOptions } from './app.module';
import { asyncApiDocument } from './asyncapi/asyncapi-document';
import { GONE_ROUTES } from './compatibility/gone-routes';
import { API_DOCUMENT } from './openapi/api-document';

/** Paths without authentication. A test compares them with the public routes. */
function publicPaths({ metrics }: Configuration): readonly string[] {
  const documentation = metrics.open === 'nobody' ? [] : ['/docs', '/openapi.json', '/asyncapi.json'];
  return ['/health', '/healthz', RESOURCE_METADATA_PATH, ...documentation];
}

/** The middleware that every request passes before its route is found. */
function guardsOf(app: NestExpressApplication, configuration: Configuration): RequestHandler[] {
  const { auth, allowedHosts, corsOrigins } = configuration;
  return [
    ...(auth ? [] : [refuseForeignPages({ hosts: allowedHosts, origins: corsOrigins })]),
    metricsAccess(
      configuration.metrics,
      authenticate(app.get(Authenticator), app.get(FailedAuthentications), {
        publicPaths: publicPaths(configuration),
        oauth: configuration.oauth,
      }),
    ),
    limitRequests(app.get(RateLimiter), app.get(TenantRates), app.get(LimitMetrics), chargedTenant),
  ];
}

/** The API, ready to listen. */
export function createApplication(options: AppModuleOptions): Promise<NestExpressApplication> {
  const { configuration, logger } = options;
  const { maxCharacters } = configuration.content;
  limitContent(maxCharacters);
  return createHttpApplication({
    module: AppModule.forRoot(options),
    logger,
    defaultTenant: configuration.tenancy.defaultTenant,
    guards: (app) => guardsOf(app, configuration),
    ownerOf,
    gone: GONE_ROUTES,
    compatibility: configuration.compatibility,
    contentCharacters: maxCharacters,
    corsOrigins: configuration.corsOrigins,
    openApi: API_DOCUMENT,
    documents: { '/asyncapi.json': asyncApiDocument },
  });
}
