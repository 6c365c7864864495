import type { NestExpressApplication } from '@nestjs/platform-express';
import { bearerToken, type BodyRoute, createHttpApplication } from '@somabrain/http';
import { AppModule, type AppModuleOptions } from './app.module';
import { MEMORY_DOCUMENT } from './openapi/memory-document';

const MIB = 1024 * 1024;
const CALL_BYTES = 2 * MIB;
const BODIES: readonly BodyRoute[] = [
  { method: 'post', path: '/v1/remember', limitBytes: CALL_BYTES },
  { method: 'post', path: '/v1/remember/batch', limitBytes: 64 * MIB },
  { method: 'post', path: '/v1/recall', limitBytes: CALL_BYTES },
  { method: 'post', path: '/v1/memories/list', limitBytes: CALL_BYTES },
  { method: 'patch', path: '/v1/memories/:id', limitBytes: CALL_BYTES },
  { method: 'post', path: '/v1/memories/:id/restore', limitBytes: CALL_BYTES },
  { method: 'post', path: '/v1/forget', limitBytes: CALL_BYTES },
  { method: 'post', path: '/v1/delete', limitBytes: CALL_BYTES },
  { method: 'post', path: '/v1/link', limitBytes: CALL_BYTES },
  { method: 'post', path: '/v1/rate', limitBytes: CALL_BYTES },
  { method: 'post', path: '/v1/consolidate', limitBytes: 32 * MIB },
  { method: 'post', path: '/v1/graph/links', limitBytes: CALL_BYTES },
  { method: 'post', path: '/v1/graph/follow', limitBytes: CALL_BYTES },
  { method: 'post', path: '/v1/find', limitBytes: CALL_BYTES },
];

/** The memory service, ready to listen. */
export function createApplication(options: AppModuleOptions): Promise<NestExpressApplication> {
  const { configuration, logger } = options;
  const { token } = configuration.memory;
  return createHttpApplication({
    module: AppModule.forRoot(options),
    logger,
    defaultTenant: configuration.tenancy.defaultTenant,
    ...(token && { guard: () => bearerToken(token, '/v1') }),
    bodies: BODIES,
    openApi: MEMORY_DOCUMENT,
  });
}
