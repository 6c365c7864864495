import { Body, Controller, Get, Put, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { Configuration } from '@somabrain/config';
import { type Caller, DeadlineInterceptor, FromCaller, JsonBody, OfTenant } from '@somabrain/http';
import { type TenantContext, requireWholeTenant } from '@somabrain/kernel';
import { type TenantLimits, TenantLimitStore, TenantRates } from '@somabrain/limits';
import type { TenantAnswer, TenantUsageAnswer } from './tenant-answers';
import { ConfigureTenantEndpoint, TenantEndpoint, TenantUsageEndpoint } from './tenant-endpoints';
import { TenantBody } from './tenant-requests';

const DAY_MS = 86_400_000;

/** What a tenant may use, and has used. */
@Controller('tenants/:id')
@UseInterceptors(DeadlineInterceptor)
export class TenantsController {
  constructor(
    private readonly store: TenantLimitStore,
    private readonly rates: TenantRates,
    private readonly configuration: Configuration,
  ) {}

  @Requires('tenant:read')
  @OfTenant('id')
  @Get()
  @TenantEndpoint()
  async read(@FromCaller() { context }: Caller): Promise<TenantAnswer> {
    requireWholeTenant(context, 'Limits');
    return this.answer(context, await this.store.read(context.tenant));
  }

  @Requires('tenant:write')
  @OfTenant('id')
  @Put()
  @JsonBody()
  @ConfigureTenantEndpoint()
  async configure(
    @FromCaller() { context }: Caller,
    @Body({ schema: TenantBody }) limits: TenantLimits,
  ): Promise<TenantAnswer> {
    await this.store.write(context, limits);
    this.rates.forget(context.tenant);
    return this.answer(context, limits);
  }

  @Requires('tenant:read')
  @OfTenant('id')
  @Get('usage')
  @TenantUsageEndpoint()
  async usage(@FromCaller() { context }: Caller): Promise<TenantUsageAnswer> {
    const { writesToday, memories, namespaces } = await this.store.usage(context);
    const limit = this.writesADay(await this.store.read(context.tenant));
    const now = Date.now();
    return {
      tenant: context.tenant,
      memories,
      namespaces,
      writes: {
        today: writesToday,
        limit,
        remaining: limit === null ? null : Math.max(0, limit - writesToday),
        resets_at: new Date(now - (now % DAY_MS) + DAY_MS).toISOString(),
      },
    };
  }

  private answer({ tenant }: TenantContext, limits: TenantLimits): TenantAnswer {
    const rate = this.rates.rateOf(limits);
    return {
      tenant,
      own: {
        rate_rps: limits.ratePerSecond,
        rate_burst: limits.rateBurst,
        write_daily_limit: limits.writeDailyLimit,
      },
      effective: {
        rate_rps: rate?.perSecond ?? null,
        rate_burst: rate?.burst ?? null,
        write_daily_limit: this.writesADay(limits),
      },
    };
  }

  private writesADay({ writeDailyLimit }: TenantLimits): number | null {
    return writeDailyLimit ?? this.configuration.limits.writesADay;
  }
}
