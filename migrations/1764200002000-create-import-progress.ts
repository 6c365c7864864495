import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/** How far each unfinished import is. */
export class CreateImportProgress1764200002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table import_progress (
        tenant_id text collate "C" not null,
        token text collate "C" not null,
        export_id uuid not null,
        lines bigint not null,
        counts jsonb not null,
        updated_at timestamptz not null,
        primary key (tenant_id, token)
      );
      comment on column import_progress.lines is 'of the file that are stored';
      grant select, insert, update, delete on import_progress to somabrain_service;
    `);
    await isolateTenants(runner, 'import_progress');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table import_progress`);
  }
}
