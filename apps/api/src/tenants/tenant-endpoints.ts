import {
  DEADLINE_HEADER,
  Endpoint,
  type EndpointDescription,
  TENANT_HEADERS,
  TENANT_PROBLEMS,
} from '@somabrain/http';
import type { ProblemCode } from '@somabrain/kernel';
import { BODY_PROBLEMS } from '../memory/memory-endpoints';
import { TenantAnswer, TenantUsageAnswer } from './tenant-answers';

const TENANT_ID = [{ name: 'id', description: 'Id of the tenant.', example: 'acme' }];
/** The path names the tenant, and callers that may set limits are not limited here. */
const NOT_HERE: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['TENANT_REQUIRED', 'RATE_LIMITED']);
const PROBLEMS: readonly ProblemCode[] = [
  'VALIDATION_FAILED',
  ...TENANT_PROBLEMS,
  'DATABASE_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
];
const TENANT_EXAMPLE = {
  tenant: 'acme',
  own: { rate_rps: null, rate_burst: null, write_daily_limit: 200_000 },
  effective: { rate_rps: 100, rate_burst: 200, write_daily_limit: 200_000 },
};

export const TenantEndpoint = () =>
  endpoint({
    operationId: 'tenant',
    summary: 'Read the limits of a tenant',
    description: 'Its own limits, and those in effect.',
    answers: [{ status: 200, description: 'Its limits.', schema: TenantAnswer, example: TENANT_EXAMPLE }],
    problems: PROBLEMS,
  });

export const ConfigureTenantEndpoint = () =>
  endpoint({
    operationId: 'configureTenant',
    summary: 'Set the limits of a tenant',
    description:
      'Replaces all of them; a limit that is left out returns to the default of the service. A quota takes effect at once, a rate ' +
      'within ten seconds in every process. For administrators of every tenant. Audited.',
    bodyExamples: {
      quota: { summary: 'A larger quota', value: { write_daily_limit: 200_000 } },
      defaults: { summary: 'Back to the defaults', value: {} },
    },
    answers: [{ status: 200, description: 'Its limits.', schema: TenantAnswer, example: TENANT_EXAMPLE }],
    problems: [...PROBLEMS, ...BODY_PROBLEMS],
  });

export const TenantUsageEndpoint = () =>
  endpoint({
    operationId: 'tenantUsage',
    summary: 'Read what a tenant has used',
    description: 'Its use of the daily quota, and of storage.',
    answers: [
      {
        status: 200,
        description: 'Its usage.',
        schema: TenantUsageAnswer,
        example: {
          tenant: 'acme',
          memories: 18_204,
          namespaces: 12,
          writes: { today: 1_203, limit: 50_000, remaining: 48_797, resets_at: '2026-03-02T00:00:00.000Z' },
        },
      },
    ],
    problems: PROBLEMS,
  });

function endpoint(
  description: Omit<EndpointDescription, 'tag' | 'headers' | 'pathParameters'>,
): MethodDecorator {
  return Endpoint({
    tag: 'Tenants',
    headers: [...TENANT_HEADERS, DEADLINE_HEADER],
    pathParameters: TENANT_ID,
    ...description,
    problems: [...new Set(description.problems)].filter((code) => !NOT_HERE.has(code)),
  });
}
