import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/**
 * The ends of the audit chains other than `operations`, whose end is in `tenant_heads`: writing them does not hold up the tenant's
 * writers.
 */
export class CreateAuditHeads1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_heads (
        tenant_id text collate "C" not null,
        stream text collate "C" not null check (stream in ('access', 'events')),
        seq bigint not null default 0,
        hash bytea not null default decode(repeat('00', 32), 'hex'),
        primary key (tenant_id, stream)
      ) with (fillfactor = 50);
      comment on column audit_heads.hash is 'hash of the last record of the stream';
      grant select, insert, update on audit_heads to somabrain_service;
    `);
    await isolateTenants(runner, 'audit_heads');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table audit_heads`);
  }
}
