import { z } from 'zod';

const limits = z
  .object({
    rate_rps: z.number().nullable(),
    rate_burst: z.int().nullable(),
    write_daily_limit: z.int().nullable(),
  })
  .meta({ id: 'TenantLimits' });

/** The answer to `GET` and `PUT /tenants/{id}`. */
export const TenantAnswer = z
  .object({
    tenant: z.string(),
    own: limits.meta({ description: 'The tenant’s own limits; null: the default of the service.' }),
    effective: limits.meta({ description: 'The limits in effect; null: no limit.' }),
  })
  .meta({ id: 'Tenant' });

/** The answer to `GET /tenants/{id}/usage`. */
export const TenantUsageAnswer = z
  .object({
    tenant: z.string(),
    memories: z.int().meta({ description: 'Stored now.' }),
    namespaces: z.int().meta({ description: 'Namespaces that hold a memory.' }),
    writes: z.object({
      today: z.int().meta({ description: 'Memories stored or changed since midnight (UTC).' }),
      limit: z.int().nullable().meta({ description: 'The limit of a day; null: no limit.' }),
      remaining: z.int().nullable(),
      resets_at: z
        .string()
        .meta({ format: 'date-time', description: 'The time at which the count restarts.' }),
    }),
  })
  .meta({ id: 'TenantUsage' });

export type TenantAnswer = z.infer<typeof TenantAnswer>;
export type TenantUsageAnswer = z.infer<typeof TenantUsageAnswer>;
