import type { ProblemCode } from '@somabrain/kernel';
import type { Request } from './requests';

const MIB = 1024 * 1024;

/** What the routes read and write. */
export const TABLES = [
  'memories',
  'memory_versions',
  'memory_links',
  'audit_log',
  'tenant_heads',
  'import_progress',
];

/** How a good request to a route is spoilt so that it ends in the problem, whatever the route is. */
export const SPOILT: Partial<Record<ProblemCode, (route: string) => Request>> = {
  MALFORMED_JSON: () => ({ body: {}, bodySerializer: () => '{' }),
  MALFORMED_REQUEST: (route) =>
    route.startsWith('POST') || route.startsWith('PATCH')
      ? { body: {}, bodySerializer: () => 'not compressed', headers: { 'Content-Encoding': 'gzip' } }
      : { pathSerializer: (path) => path.replace('{id}', '%') },
  VALIDATION_FAILED: (route) =>
    route.endsWith('/mcp')
      ? { body: { jsonrpc: '1.0' } }
      : route.endsWith('/export') || route.endsWith('/import')
        ? { params: { query: { colour: 'red' } } }
        : { headers: { 'X-Deadline-MS': 'soon' } },
  TENANT_INVALID: () => ({ headers: { 'X-Tenant-ID': 'not a tenant' } }),
  PAYLOAD_TOO_LARGE: (route) => ({
    body: {},
    bodySerializer: () => `"${'x'.repeat((route.endsWith('/batch') ? 32 : 1) * MIB)}"`,
  }),
  UNSUPPORTED_MEDIA_TYPE: () => ({
    headers: { 'Content-Type': 'text/plain' },
    body: {},
    bodySerializer: () => '{}',
  }),
};
