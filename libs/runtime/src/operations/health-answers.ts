import { BACKEND_NAMES } from '@somabrain/health';
import { z } from 'zod';

const component = z
  .object({
    status: z.enum(['healthy', 'unhealthy', 'embedded', 'not_configured']).meta({
      description: '`embedded`: part of this process; `not_configured`: not in use. Both are healthy.',
    }),
    latency_ms: z.number().optional(),
    required: z.boolean().optional().meta({ description: 'Whether `/health` is 503 while it is down.' }),
    reason: z.string().max(200).optional().meta({ description: 'Why it is `unhealthy`, in plain words.' }),
  })
  .meta({ id: 'ComponentHealth' });

/** The answer to `GET /health`. */
export const HealthAnswer = z
  .object({
    status: z.enum(['healthy', 'degraded', 'unhealthy']).meta({
      description: '`degraded`: a dependency is down, and requests are still answered.',
    }),
    timestamp: z.string().meta({ format: 'date-time' }),
    components: z.object({
      redis: component,
      postgres: component,
      kafka: component,
      opa: component,
      memory: component.extend({
        http: z.boolean().meta({ description: 'Whether memories can be stored and recalled.' }),
      }),
    }),
    version: z.string(),
    mode: z.string(),
    ok: z.boolean(),
    ready: z.boolean(),
    redis_ok: z.boolean(),
    postgres_ok: z.boolean(),
    kafka_ok: z.boolean(),
    opa_ok: z.boolean(),
    memory_ok: z.boolean(),
    embedder_ok: z.boolean(),
    api_version: z.literal(1),
  })
  .meta({ id: 'Health' });

/** The answer to `GET /health/live`. */
export const LivenessAnswer = z.object({ status: z.literal('alive') }).meta({ id: 'Liveness' });

/** The answer to `GET /health/ready`. */
export const ReadinessAnswer = z
  .object({ status: z.enum(['ready', 'stopping', ...BACKEND_NAMES.map((name) => `${name}_down` as const)]) })
  .meta({ id: 'Readiness' });

export type LivenessAnswer = z.infer<typeof LivenessAnswer>;
export type ReadinessAnswer = z.infer<typeof ReadinessAnswer>;

export const HEALTH_EXAMPLE = {
  status: 'healthy',
  timestamp: '2026-03-01T09:00:00.000Z',
  components: {
    redis: { status: 'not_configured' },
    postgres: { status: 'healthy', latency_ms: 2.1, required: true },
    kafka: { status: 'not_configured' },
    opa: { status: 'embedded', latency_ms: 0.1, required: true },
    memory: { status: 'embedded', http: true },
  },
  version: 'v0.1.0',
  mode: 'production',
  ok: true,
  ready: true,
  redis_ok: true,
  postgres_ok: true,
  kafka_ok: true,
  opa_ok: true,
  memory_ok: true,
  embedder_ok: true,
  api_version: 1,
};

export const UNHEALTHY_EXAMPLE = {
  ...HEALTH_EXAMPLE,
  status: 'unhealthy',
  components: {
    ...HEALTH_EXAMPLE.components,
    postgres: {
      status: 'unhealthy',
      latency_ms: 1000,
      required: true,
      reason: 'it gave no answer within 1000 ms',
    },
    memory: { status: 'unhealthy', http: false },
  },
  ok: false,
  ready: false,
  postgres_ok: false,
  memory_ok: false,
};
