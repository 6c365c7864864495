import type { SomaBrainClient } from '@somabrain/client';
import type { ProblemCode } from '@somabrain/kernel';
import { waitFor } from '../../support/wait-for';
import type { Request } from './requests';

const MIB = 1024 * 1024;

/** What the routes read and write. */
export const TABLES = [
  'memories',
  'memory_versions',
  'memory_links',
  'audit_log',
  'tenant_heads',
  'tenant_minds',
  'adaptation_history',
  'import_progress',
  'sleep_runs',
];

/** How a good request to a route is spoilt so that it ends in the problem, whatever the route is. */
export const SPOILT: Partial<Record<ProblemCode, (route: string) => Request>> = {
  MALFORMED_JSON: () => ({ body: {}, bodySerializer: () => '{' }),
  MALFORMED_REQUEST: (route) =>
    route.startsWith('POST') || route.startsWith('PATCH')
      ? { body: {}, bodySerializer: () => 'not compressed', headers: { 'Content-Encoding': 'gzip' } }
      : { pathSerializer: (path) => path.replace(/\{\w+\}/, '%') },
  VALIDATION_FAILED: (route) =>
    route.endsWith('/mcp') || route === 'POST /migrate/export'
      ? { body: { jsonrpc: '1.0' } }
      : route.endsWith('/export') || route.endsWith('/import')
        ? { params: { query: { colour: 'red' } } }
        : { headers: { 'X-Deadline-MS': 'soon' } },
  ROUTE_NOT_FOUND: () => ({ headers: { 'X-SomaBrain-Compatibility': 'original' } }),
  TENANT_INVALID: () => ({ headers: { 'X-Tenant-ID': 'not a tenant' } }),
  PAYLOAD_TOO_LARGE: (route) => ({
    body: {},
    bodySerializer: () => `"${'x'.repeat((route.endsWith('/batch') ? 32 : 2) * MIB)}"`,
  }),
  UNSUPPORTED_MEDIA_TYPE: () => ({
    headers: { 'Content-Type': 'text/plain' },
    body: {},
    bodySerializer: () => '{}',
  }),
};

/** Sends writes that cannot go on until one is refused. @returns those that wait */
export async function fillQueue(client: SomaBrainClient): Promise<Promise<unknown>[]> {
  const waiting: Promise<unknown>[] = [];
  const isFull = async (): Promise<boolean> => {
    const last = client.POST('/remember', { body: { content: `Filler ${waiting.length}` } });
    waiting.push(last);
    const first = await Promise.race([last, new Promise<null>((resolve) => setTimeout(resolve, 100, null))]);
    return first?.response.status === 503;
  };
  await waitFor(isFull, { timeoutMs: 10_000, what: () => 'the queue to be full' });
  return waiting;
}
