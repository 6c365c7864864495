import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/**
 * Audit records that are yet to be published: one row for what a transaction sealed in one chain. It is written in that transaction
 * and deleted once the records are published. Rows live for milliseconds, so vacuum comes by their number and not by a share of the table.
 */
export class CreateAuditOutbox1764000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_outbox (
        tenant_id text collate "C" not null,
        stream text collate "C" not null check (stream in ('operations', 'access', 'events')),
        first_seq bigint not null,
        last_seq bigint not null check (last_seq >= first_seq),
        created_at timestamptz not null default now(),
        primary key (tenant_id, stream, last_seq)
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
      grant select, insert, delete on audit_outbox to somabrain_service;
      grant select (tenant_id, stream, first_seq, last_seq, created_at) on audit_outbox to somabrain_maintenance;
      create policy maintenance_policy on audit_outbox for select to somabrain_maintenance using (true);
    `);
    await isolateTenants(runner, 'audit_outbox');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table audit_outbox`);
  }
}
