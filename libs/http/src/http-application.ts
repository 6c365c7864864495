import { type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Compatibility } from '@somabrain/config';
import { HealthService } from '@somabrain/health';
import type { Logger, TenantId } from '@somabrain/kernel';
import { HttpMetrics, MetricsRegistry, tellConnections } from '@somabrain/metrics';
import type { Request, RequestHandler } from 'express';
import { BodiesInFlight } from './body/bodies-in-flight';
import { JsonBodyInterceptor } from './body/json-body.interceptor';
import { closeWhileStopping } from './close-while-stopping';
import { chooseCompatibility } from './compatibility';
import { BoundedAdapter } from './connections/bounded-adapter';
import { connectionBounds } from './connections/connection-bounds';
import { OpenConnections } from './connections/open-connections';
import { markDeprecatedHeaders } from './deprecated-headers';
import { type GoneRoute, refuseGone } from './gone-routes';
import { inOrder } from './in-order';
import { NestLogger } from './nest-logger';
import { observeRequests } from './observe-requests';
import type { OpenApiSettings } from './openapi/openapi-document';
import { serveOpenApi } from './openapi/serve-openapi';
import { servedDocument } from './openapi/served-document';
import { ProblemFilter } from './problem.filter';
import { corsOptions } from './cors-options';
import { EventLoopDelay } from './event-loop-delay';
import { requestOrigin } from './request-origin';
import { SchemaValidationPipe } from './schema-validation.pipe';
import { securityHeaders } from './security-headers';
import { MOST_STREAMS, MOST_UNDER_WAY, shareSlots, shedLoad } from './shed-load';
import { SlotInterceptor } from './slots/slot.interceptor';
import { Slots } from './slots/slots';

export interface HttpApplicationSettings {
  readonly module: DynamicModule;
  readonly logger: Logger;
  /** The tenant of requests that name none. */
  readonly defaultTenant: TenantId;
  /** Who may come in, and how often, in this order: asked before a route is looked for. */
  readonly guards?: (app: NestExpressApplication) => readonly RequestHandler[];
  /** Who a request is from, for that nobody takes all slots; undefined: nobody else calls. Asked after the guards. */
  readonly ownerOf?: (request: Request) => string | undefined;
  /** Routes that there were once. */
  readonly gone?: readonly GoneRoute[];
  /** How clients are answered that do not say; absent: in the one form that the application knows. */
  readonly compatibility?: Compatibility;
  /** Characters that the text of a memory may have; absent: no route takes any. */
  readonly contentCharacters?: number;
  /** Places whose pages may call from a browser. */
  readonly corsOrigins?: readonly string[];
  readonly openApi: OpenApiSettings;
  /** What makes each other document that is served, by its path. */
  readonly documents?: Readonly<Record<string, () => unknown>>;
}

/** An HTTP application, ready to listen: what happens to a request before its handler stands here, in that order. */
export async function createHttpApplication(
  settings: HttpApplicationSettings,
): Promise<NestExpressApplication> {
  const { logger } = settings;
  const connections = new OpenConnections(connectionBounds());
  const slots = new Slots(MOST_UNDER_WAY);
  const streams = new Slots(MOST_STREAMS);
  const app = await NestFactory.create<NestExpressApplication>(
    settings.module,
    new BoundedAdapter(connections),
    { bodyParser: false, abortOnError: false, logger: new NestLogger(logger) },
  );
  app.disable('x-powered-by');
  app.set('etag', false);
  const delay = new EventLoopDelay();
  const { guards = () => [], compatibility, ownerOf } = settings;
  const afterwards = [
    closeWhileStopping(app.get(HealthService)),
    requestOrigin(settings.defaultTenant),
    observeRequests(app.get(HttpMetrics), logger),
    shedLoad(delay, slots, ownerOf !== undefined),
    markDeprecatedHeaders,
    ...(compatibility ? [chooseCompatibility(compatibility)] : []),
    ...guards(app),
    ...(ownerOf ? [shareSlots(delay, ownerOf)] : []),
  ];
  // Before a call to another origin a browser sends OPTIONS without credentials: it is answered before any guard.
  if (settings.corsOrigins?.length) {
    app.use(securityHeaders);
    app.enableCors(corsOptions(settings.corsOrigins));
    app.use(inOrder(afterwards));
  } else app.use(inOrder([securityHeaders, ...afterwards]));
  const express = app.getHttpAdapter().getInstance();
  for (const route of settings.gone ?? []) express.all(route.path, refuseGone(route));
  app.useGlobalInterceptors(
    new JsonBodyInterceptor(new BodiesInFlight(), settings.contentCharacters),
    new SlotInterceptor(streams),
  );
  app.useGlobalPipes(new SchemaValidationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  serveOpenApi(app, settings.openApi);
  for (const [path, make] of Object.entries(settings.documents ?? {}))
    express.get(path, servedDocument(make));
  tellConnections(app.get(MetricsRegistry, { strict: false }), () => ({
    open: connections.count,
    closed: connections.closed,
    slots: new Map([
      ['requests', slots.taken],
      ['streams', streams.taken],
    ]),
  }));
  return app;
}
