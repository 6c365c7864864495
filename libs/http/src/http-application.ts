import { type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { HealthService } from '@somabrain/health';
import type { Logger, TenantId } from '@somabrain/kernel';
import { HttpMetrics } from '@somabrain/metrics';
import type { RequestHandler } from 'express';
import { BodiesInFlight } from './body/bodies-in-flight';
import { JsonBodyInterceptor } from './body/json-body.interceptor';
import { closeWhileStopping } from './close-while-stopping';
import { markDeprecatedHeaders } from './deprecated-headers';
import { type GoneRoute, refuseGone } from './gone-routes';
import { NestLogger } from './nest-logger';
import { observeRequests } from './observe-requests';
import type { OpenApiSettings } from './openapi/openapi-document';
import { serveOpenApi } from './openapi/serve-openapi';
import { ProblemFilter } from './problem.filter';
import { corsOptions } from './cors-options';
import { EventLoopDelay } from './event-loop-delay';
import { requestOrigin } from './request-origin';
import { SchemaValidationPipe } from './schema-validation.pipe';
import { securityHeaders } from './security-headers';
import { shedLoad } from './shed-load';

/** Longer than load balancers keep a connection idle, so that it is not we who close it under a request. */
const KEEP_ALIVE_MS = 75_000;
/** Beside Node's limit of 16 KiB for all of them. */
const MOST_HEADERS = 100;

export interface HttpApplicationSettings {
  readonly module: DynamicModule;
  readonly logger: Logger;
  /** The tenant of requests that name none. */
  readonly defaultTenant: TenantId;
  /** Who may come in, and how often, in this order: asked before a route is looked for. */
  readonly guards?: (app: NestExpressApplication) => readonly RequestHandler[];
  /** Routes that there were once. */
  readonly gone?: readonly GoneRoute[];
  /** Places whose pages may call from a browser. */
  readonly corsOrigins?: readonly string[];
  readonly openApi: OpenApiSettings;
}

/** An HTTP application, ready to listen: what happens to a request before its handler stands here, in that order. */
export async function createHttpApplication(
  settings: HttpApplicationSettings,
): Promise<NestExpressApplication> {
  const { logger } = settings;
  const app = await NestFactory.create<NestExpressApplication>(settings.module, new ExpressAdapter(), {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLogger(logger),
  });
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(securityHeaders);
  // A browser asks with OPTIONS before it calls, and shows nobody's credentials then.
  if (settings.corsOrigins?.length) app.enableCors(corsOptions(settings.corsOrigins));
  app.use(closeWhileStopping(app.get(HealthService)));
  app.use(requestOrigin(settings.defaultTenant));
  app.use(observeRequests(app.get(HttpMetrics), logger));
  app.use(shedLoad(new EventLoopDelay()));
  app.use(markDeprecatedHeaders);
  for (const guard of settings.guards?.(app) ?? []) app.use(guard);
  const express = app.getHttpAdapter().getInstance();
  for (const route of settings.gone ?? []) express.all(route.path, refuseGone(route));
  app.useGlobalInterceptors(new JsonBodyInterceptor(new BodiesInFlight()));
  app.useGlobalPipes(new SchemaValidationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  serveOpenApi(app, settings.openApi);
  const server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxHeadersCount = MOST_HEADERS;
  server.headersTimeout = KEEP_ALIVE_MS + 1_000;
  // A body may be a stream that takes as long as it takes; its reader decides when it has stalled.
  server.requestTimeout = 0;
  return app;
}
