import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each maintenance task ran last: one row a task, of the whole installation and of no tenant. */
export class CreateMaintenanceRuns1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table maintenance_runs (
        task text collate "C" primary key,
        ended_at timestamptz not null,
        succeeded boolean not null,
        succeeded_at timestamptz
      );
      comment on column maintenance_runs.succeeded_at is 'when it succeeded last; null: never';
      grant select on maintenance_runs to somabrain_maintenance;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table maintenance_runs`);
  }
}
