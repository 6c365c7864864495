import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { HttpMetrics } from '@somabrain/metrics';
import { AppModule, type AppModuleOptions } from './app.module';
import { jsonBody } from './http/json-body';
import { NestLogger } from './http/nest-logger';
import { observeRequests } from './http/observe-requests';
import { ProblemFilter } from './http/problem.filter';
import { requestOrigin } from './http/request-origin';
import { SchemaValidationPipe } from './http/schema-validation.pipe';
import { serveOpenApi } from './openapi/serve-openapi';

const MIB = 1024 * 1024;
const BODY_LIMIT = MIB;
const BATCH_LIMIT = 32 * MIB;
/** Longer than load balancers keep a connection idle, so that it is not we who close it under a request. */
const KEEP_ALIVE_MS = 75_000;

/** The HTTP application, ready to listen: what happens to a request before its handler stands here, in that order. */
export async function createApplication(options: AppModuleOptions): Promise<NestExpressApplication> {
  const { configuration, logger } = options;
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(options),
    new ExpressAdapter(),
    {
      bodyParser: false,
      abortOnError: false,
      logger: new NestLogger(logger),
    },
  );
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(requestOrigin(configuration.tenancy.defaultTenant));
  app.use(observeRequests(app.get(HttpMetrics), logger));
  const express = app.getHttpAdapter().getInstance();
  express.post('/remember', jsonBody(BODY_LIMIT));
  express.post('/remember/batch', jsonBody(BATCH_LIMIT));
  express.post('/recall', jsonBody(BODY_LIMIT));
  app.useGlobalPipes(new SchemaValidationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  serveOpenApi(app);
  const server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 1_000;
  return app;
}
