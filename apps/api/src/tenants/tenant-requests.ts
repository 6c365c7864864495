import type { TenantLimits } from '@somabrain/limits';
import { z } from 'zod';

const MOST_A_SECOND = 1_000_000;
const MOST_WRITES = 1_000_000_000_000;

/** The body of `PUT /tenants/{id}`. What is absent or null is the default of the service again. */
export const TenantBody = z
  .strictObject({
    rate_rps: z.number().min(0.001).max(MOST_A_SECOND).nullish().meta({
      description: 'Requests a second on average; overrides SOMABRAIN_RATE_RPS.',
    }),
    rate_burst: z.int().min(1).max(MOST_A_SECOND).nullish().meta({
      description: 'Requests at once; overrides SOMABRAIN_RATE_BURST.',
    }),
    write_daily_limit: z.int().min(0).max(MOST_WRITES).nullish().meta({
      description: 'Memories stored or changed a day (UTC); overrides SOMABRAIN_WRITE_DAILY_LIMIT. 0: none.',
    }),
  })
  .meta({ id: 'TenantSettings', description: 'The own limits of a tenant.' })
  .transform(({ rate_rps, rate_burst, write_daily_limit }): TenantLimits => ({
    ratePerSecond: rate_rps ?? null,
    rateBurst: rate_burst ?? null,
    writeDailyLimit: write_daily_limit ?? null,
  }));
