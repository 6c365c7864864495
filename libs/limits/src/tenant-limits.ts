import { Injectable } from '@nestjs/common';
import { type AuditEvent, ChainWriter } from '@somabrain/audit';
import { Database } from '@somabrain/database';
import { newId, requireWholeTenant, type TenantContext, type TenantId, type Viewer } from '@somabrain/kernel';

/** What a tenant has for itself; null: the default of the service. */
export interface TenantLimits {
  readonly ratePerSecond: number | null;
  readonly rateBurst: number | null;
  readonly writeDailyLimit: number | null;
}

/** What a tenant has used. */
export interface TenantUsage {
  /** Counted against the daily quota since midnight (UTC). */
  readonly writesToday: number;
  readonly memories: number;
  readonly namespaces: number;
}

interface LimitsRow {
  rate_per_second: number | null;
  rate_burst: number | null;
  write_daily_limit: string | null;
}

const NO_LIMITS: TenantLimits = { ratePerSecond: null, rateBurst: null, writeDailyLimit: null };
const READ = {
  text: `select rate_per_second, rate_burst, write_daily_limit from tenant_heads where tenant_id = $1`,
};
const WRITE = {
  text: `
    insert into tenant_heads (tenant_id, rate_per_second, rate_burst, write_daily_limit) values ($1, $2, $3, $4)
    on conflict (tenant_id) do update set rate_per_second = excluded.rate_per_second, rate_burst = excluded.rate_burst,
      write_daily_limit = excluded.write_daily_limit`,
};
const USAGE = {
  text: `
    select coalesce((
        select case when writes_on = (now() at time zone 'utc')::date then writes else 0 end from tenant_heads where tenant_id = $1
      ), 0)::double precision as writes, count(*)::double precision as memories, count(distinct namespace)::double precision as namespaces
    from memories m where m.tenant_id = $1 and m.arrival > 0 and (m.expires_at is null or m.expires_at > now())`,
};

/** The limits of tenants, in their head rows, and what they have used. */
@Injectable()
export class TenantLimitStore {
  constructor(
    private readonly database: Database,
    private readonly chain: ChainWriter,
  ) {}

  /** @throws Problem DATABASE_UNAVAILABLE */
  async read(tenant: TenantId): Promise<TenantLimits> {
    const [row] = await this.database.readTenant({ tenant }, (transaction) =>
      transaction.query<LimitsRow>(READ, [tenant]),
    );
    return row ? limitsOf(row) : NO_LIMITS;
  }

  /** Replaces all of them; the audit says who did. @throws Problem POLICY_DENIED, DATABASE_UNAVAILABLE */
  async write(context: TenantContext, limits: TenantLimits): Promise<void> {
    requireWholeTenant(context, 'Limits');
    const { tenant } = context;
    const values = [tenant, limits.ratePerSecond, limits.rateBurst, limits.writeDailyLimit];
    await this.database.writeTenant(tenant, (transaction) => transaction.query(WRITE, values));
    await this.chain.append([{ tenant, stream: 'events', event: configured(context, limits) }]);
  }

  /** @throws Problem POLICY_DENIED, DATABASE_UNAVAILABLE */
  async usage(context: TenantContext): Promise<TenantUsage> {
    requireWholeTenant(context, 'Usage');
    return this.usageOf(context);
  }

  /** For the service itself. @throws Problem DATABASE_UNAVAILABLE */
  async usageOf(viewer: Viewer): Promise<TenantUsage> {
    const [row] = await this.database.readTenant(viewer, (transaction) =>
      transaction.query<{ writes: number; memories: number; namespaces: number }>(USAGE, [viewer.tenant]),
    );
    return {
      writesToday: row?.writes ?? 0,
      memories: row?.memories ?? 0,
      namespaces: row?.namespaces ?? 0,
    };
  }
}

function limitsOf(row: LimitsRow): TenantLimits {
  return {
    ratePerSecond: row.rate_per_second,
    rateBurst: row.rate_burst,
    writeDailyLimit: row.write_daily_limit === null ? null : Number(row.write_daily_limit),
  };
}

function configured(
  { tenant, actor, traceId, decisionId }: TenantContext,
  { ratePerSecond, rateBurst, writeDailyLimit }: TenantLimits,
): AuditEvent<'tenant.configured'> {
  return {
    id: newId(),
    actor,
    action: 'tenant.configured',
    traceId,
    decisionId,
    resource: { type: 'tenant', id: tenant },
    data: { rate_rps: ratePerSecond, rate_burst: rateBurst, write_daily_limit: writeDailyLimit },
  };
}
