import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface';
import { COMPATIBILITY_HEADER } from './compatibility';

const DAY_SECONDS = 86_400;

/** What pages of these places may send and read. Credentials are in the Authorization header, so browsers need send none of their own. */
export function corsOptions(origins: readonly string[]): CorsOptions {
  return {
    origin: [...origins],
    methods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'If-None-Match',
      'Last-Event-ID',
      'MCP-Protocol-Version',
      'Mcp-Method',
      'Mcp-Name',
      'Mcp-Session-Id',
      'traceparent',
      'X-Deadline-MS',
      'X-Request-ID',
      COMPATIBILITY_HEADER,
      'X-Tenant-ID',
      'X-Universe',
    ],
    exposedHeaders: [
      'ETag',
      'Idempotency-Replayed',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'WWW-Authenticate',
      'X-Request-ID',
      COMPATIBILITY_HEADER,
    ],
    maxAge: DAY_SECONDS,
  };
}
