import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/** The audit chains. Append-only: nobody but the owner is granted UPDATE or DELETE. */
export class CreateAuditLog1763900006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_log (
        tenant_id text collate "C" not null,
        stream text collate "C" not null,
        seq bigint not null,
        id uuid not null,
        recorded_at timestamptz not null,
        record jsonb not null,
        hash bytea not null,
        primary key (tenant_id, stream, seq)
      );
      create unique index audit_log_id on audit_log (tenant_id, id);
      grant select, insert on audit_log to somabrain_service;
    `);
    await isolateTenants(runner, 'audit_log');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table audit_log`);
  }
}
