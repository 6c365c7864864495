import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/** One row a tenant. Its lock puts the tenant's writes in one order; it holds the ends of their sequences. */
export class CreateTenantHeads1763900001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table tenant_heads (
        tenant_id text collate "C" primary key,
        change_seq bigint not null default 0,
        change_horizon bigint not null default 0,
        audit_seq bigint not null default 0,
        audit_hash bytea not null default decode(repeat('00', 32), 'hex'),
        next_expiry_at timestamptz,
        oldest_change_at timestamptz,
        created_at timestamptz not null default now()
      ) with (fillfactor = 50);
      comment on column tenant_heads.change_seq is 'last change of the tenant; gap-free and in commit order';
      comment on column tenant_heads.change_horizon is 'changes up to here are pruned; an index behind it loads anew';
      comment on column tenant_heads.audit_hash is 'hash of the last record of the stream "operations"';
      comment on column tenant_heads.next_expiry_at is 'no memory of the tenant expires before';
      comment on column tenant_heads.oldest_change_at is 'no change of the tenant is older';
      grant select, insert, update on tenant_heads to somabrain_service;
      grant select (tenant_id, change_seq, change_horizon, next_expiry_at, oldest_change_at) on tenant_heads to somabrain_maintenance;
      create policy maintenance_policy on tenant_heads for select to somabrain_maintenance using (true);
    `);
    await isolateTenants(runner, 'tenant_heads');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table tenant_heads`);
  }
}
