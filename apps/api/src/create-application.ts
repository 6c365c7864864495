import type { NestExpressApplication } from '@nestjs/platform-express';
import { authenticate, Authenticator, FailedAuthentications } from '@somabrain/auth';
import type { Configuration } from '@somabrain/config';
import { type BodyRoute, createHttpApplication } from '@somabrain/http';
import { AppModule, type AppModuleOptions } from './app.module';
import { GONE_ROUTES } from './compatibility/gone-routes';
import { ContextRequest } from './context/context-request';
import { NeighboursBody, PathBody } from './graph/graph-requests';
import { LinkBody, LinksBody } from './links/link-requests';
import { BatchRequest } from './memory/batch-request';
import { RecallRequest } from './memory/recall-request';
import { RememberRequest } from './memory/remember-request';
import { API_DOCUMENT } from './openapi/api-document';
import { ActRequest, PlanRequest } from './planning/planning-requests';
import { RagRequest } from './rag/rag-request';

const MIB = 1024 * 1024;
const BODIES: readonly BodyRoute[] = [
  { method: 'post', path: '/remember', limitBytes: MIB, schema: RememberRequest },
  { method: 'post', path: '/remember/batch', limitBytes: 32 * MIB, schema: BatchRequest },
  { method: 'post', path: '/recall', limitBytes: MIB, schema: RecallRequest },
  { method: 'patch', path: '/memories/:id', limitBytes: MIB },
  { method: 'post', path: '/memories/:id/restore', limitBytes: MIB, optional: true },
  { method: 'post', path: '/forget', limitBytes: MIB },
  { method: 'post', path: '/link', limitBytes: MIB, schema: LinkBody },
  { method: 'post', path: '/graph/links', limitBytes: MIB, schema: LinksBody },
  { method: 'post', path: '/graph/neighbors', limitBytes: MIB, schema: NeighboursBody },
  { method: 'post', path: '/graph/path', limitBytes: MIB, schema: PathBody },
  { method: 'post', path: '/plan/suggest', limitBytes: MIB, schema: PlanRequest },
  { method: 'post', path: '/act', limitBytes: MIB, schema: ActRequest },
  { method: 'post', path: '/rag/retrieve', limitBytes: MIB, schema: RagRequest },
  { method: 'post', path: '/context/evaluate', limitBytes: MIB, schema: ContextRequest },
  { method: 'post', path: '/delete', limitBytes: MIB },
  { method: 'post', path: '/recall/delete', limitBytes: MIB },
  { method: 'post', path: '/migrate/export', limitBytes: MIB, optional: true },
  { method: 'post', path: '/context/feedback', limitBytes: MIB },
  { method: 'post', path: '/context/adaptation/reset', limitBytes: MIB, optional: true },
  { method: 'post', path: '/sleep/run', limitBytes: MIB, optional: true },
  { method: 'post', path: '/sleep/undo', limitBytes: MIB, optional: true },
  { method: 'post', path: '/reflect', limitBytes: MIB, optional: true },
  { method: 'post', path: '/neuromodulators', limitBytes: MIB },
  { method: 'post', path: '/personality', limitBytes: MIB },
  { method: 'post', path: '/reward/:frame_id', limitBytes: MIB },
  { method: 'post', path: '/reward/reward/:frame_id', limitBytes: MIB },
  { method: 'put', path: '/tenants/:id', limitBytes: MIB },
  { method: 'post', path: '/mcp', limitBytes: MIB },
  { method: 'post', path: '/audit/verify', limitBytes: MIB, optional: true },
];

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
    bodies: BODIES,
    gone: GONE_ROUTES,
    corsOrigins: options.configuration.corsOrigins,
    openApi: API_DOCUMENT,
  });
}
