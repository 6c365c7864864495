import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/** How an index learns what happened to its namespace since it last looked. No content. */
export class CreateMemoryChanges1763900005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table memory_changes (
        tenant_id text collate "C" not null,
        namespace text collate "C" not null,
        change_seq bigint not null,
        memory_id uuid not null,
        op "char" not null check (op in ('p', 'r')),
        changed_at timestamptz not null,
        primary key (tenant_id, change_seq)
      );
      create index memory_changes_namespace on memory_changes (tenant_id, namespace, change_seq) include (memory_id);
      comment on column memory_changes.op is 'p: put (created or updated); r: removed from the namespace';
      grant select, insert, delete on memory_changes to somabrain_service;
    `);
    await isolateTenants(runner, 'memory_changes');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table memory_changes`);
  }
}
